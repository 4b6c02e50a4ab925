/** How a text that names the person can be found in stored values. The expressions are valid in PostgreSQL and in JavaScript. */
export type SearchPatterns = {
  /** Patterns for `ilike`, one of which every match contains. Quick, and without boundaries. */
  likes: string[]
  /** Regular expressions, to be read without regard to case. */
  regexes: string[]
}

/** Shorter texts would be found in too many places. */
export const minWordLength = 4
/** A shorter text has base64 forms that occur by chance. */
const minBase64Length = 9

// Neither a part of a longer address, nor the escape of the character before: `\n`, `\u3042` and `%22` can stand before an address.
const before = String.raw`(?:(?<![A-Za-z0-9._%+-])|(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4})|(?<=%[0-9A-Fa-f]{2}))`
// A file can be named after an address.
const after = String.raw`(?![A-Za-z0-9-]|\.(?!(?:csv|tsv|txt|xlsx?|json|eml)(?![A-Za-z0-9]))[A-Za-z0-9])`

/**
 * Addresses and words are found as they are, and as JSON, a URL, HTML or base64 write them. An address is not found inside a longer
 * one. Keys are found only as a whole JSON text, because a short key occurs in many values.
 */
export function searchPatterns(texts: {
  addresses: readonly string[]
  words: readonly string[]
  keys: readonly string[]
}): SearchPatterns {
  const likes = new Set<string>()
  const regexes = new Set<string>()
  const add = (text: string, around: readonly [string, string]) => {
    likes.add(`%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`)
    regexes.add(`${around[0]}${escapeRegExp(text)}${around[1]}`)
  }
  for (const text of texts.addresses) {
    for (const form of formsOf(text)) add(form, [before, after])
    for (const form of base64FormsOf(text)) add(form, ['', ''])
  }
  for (const text of texts.words) {
    for (const form of formsOf(text)) add(form, ['', ''])
    for (const form of base64FormsOf(text)) add(form, ['', ''])
  }
  for (const key of texts.keys) if (key.length >= minWordLength) add(JSON.stringify(key), ['', ''])
  return { likes: [...likes], regexes: [...regexes] }
}

function formsOf(text: string): string[] {
  const composed = [text, text.normalize('NFC'), text.normalize('NFD')]
  return [
    ...new Set(
      composed.flatMap((form) => {
        const json = JSON.stringify(form).slice(1, -1)
        const url = encodeURIComponent(form)
        return [form, json, asciiJson(json), url, url.replaceAll('%20', '+'), htmlText(form)]
      }),
    ),
  ]
}

/** As PHP, Python and Ruby write JSON unless they are told otherwise. */
function asciiJson(json: string): string {
  return json.replace(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function htmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

/** The characters that the text alone decides, for each of the three places where it can begin in a group of three bytes. */
function base64FormsOf(text: string): string[] {
  if (text.length < minBase64Length) return []
  const bytes = Buffer.from(text)
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    const encoded = whole.toString('base64').replaceAll('=', '')
    const from = [0, 2, 3][shift]!
    const to = whole.length % 3 === 0 ? encoded.length : encoded.length - 1
    return encoded.slice(from, to)
  })
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
