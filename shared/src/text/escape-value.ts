import { formatField } from '../values/format-field.ts'
import type { FieldValue } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'

/** The place of a value in a request. Each place has its own escape. */
export type TokenPlace =
  | 'text'
  | 'jsonString'
  | 'jsonValue'
  | 'urlPath'
  | 'urlQuery'
  | 'header'
  | 'formValue'
  | 'xmlText'

/**
 * How a list is written as text. `repeat` writes one parameter, form field or element for each item, and a comma where
 * nothing can be repeated.
 */
export const listStyles = ['repeat', 'comma', 'semicolon', 'space', 'pipe'] as const
export type ListStyle = (typeof listStyles)[number]

const separators: Record<ListStyle, string> = { repeat: ',', comma: ',', semicolon: ';', space: ' ', pipe: '|' }

export type Escape = (value: FieldValue, name: string) => Result<string, Issue>

/** `name` is the name of the value in an issue: the token, or for a header the header. */
export function escapeValue(
  place: TokenPlace,
  value: FieldValue,
  name: string,
  listStyle?: ListStyle,
): Result<string, Issue> {
  if (place === 'jsonValue' || !Array.isArray(value)) return escapes[place](value, name)
  const separator = separatorOf(place, listStyle)
  const lost = value.find((item) => isLostInList(item, separator))
  if (lost !== undefined) return refuse('token.listItem', { token: name, item: String(lost).slice(0, 60), separator })
  return escapes[place](separator === ';' ? value : value.join(separator), name)
}

/** Without a choice, and inside a text, a list is written as its own field would show it. */
function separatorOf(place: TokenPlace, listStyle: ListStyle = 'semicolon'): string {
  const isInText = place === 'text' || place === 'jsonString' || place === 'xmlText'
  return listStyle === 'repeat' && isInText ? ';' : separators[listStyle]
}

/**
 * As text, list items are joined by a separator and blanks around them are ignored. Such an item would be read back
 * differently.
 */
function isLostInList(item: string | number | boolean, separator: string): boolean {
  return typeof item === 'string' && (item.includes(separator) || item.trim() !== item || item === '')
}

const escapes: Record<TokenPlace, Escape> = {
  text: (value) => ok(formatField(value)),

  jsonString: (value) => ok(JSON.stringify(formatField(value)).slice(1, -1)),

  // A list becomes a JSON array, an absent value null.
  jsonValue: (value) => ok(JSON.stringify(value)),

  urlPath: (value) => ok(percentEncode(formatField(value))),

  urlQuery: (value) => ok(percentEncode(formatField(value))),

  header: (value, name) => {
    const text = formatField(value).trim()
    const refused = /[^\t\x20-\x7e]/u.exec(text)
    return refused ? refuse('token.headerCharacter', { header: name, character: nameOf(refused[0]) }) : ok(text)
  },

  formValue: (value) => ok(percentEncode(formatField(value)).replaceAll('%20', '+')),

  xmlText: (value, name) => {
    const text = formatField(value)
    const refused = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.exec(text)
    if (refused) return refuse('token.xmlCharacter', { token: name, character: nameOf(refused[0]) })
    return ok(text.replace(/[&<>"'\r\n\t]/g, (character) => xmlEscapes[character] ?? character))
  },
}

// White space is written as a character reference, because an attribute would change it to spaces.
const xmlEscapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Encodes everything except letters, digits and `-._~`, so that no parser finds a special character. */
export function percentEncode(text: string): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD')
  return encodeURIComponent(wellFormed).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const names: Record<number, string> = { 0: 'NUL', 10: 'LF', 13: 'CR' }
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return names[code] ?? (code > 0x20 && code !== 0x7f && !/[\p{C}\p{Z}]/u.test(character) ? character : point)
}

function refuse(
  code: 'token.headerCharacter' | 'token.listItem' | 'token.xmlCharacter',
  params: Record<string, string>,
): Result<string, Issue> {
  return err({ code, severity: 'error', params })
}
