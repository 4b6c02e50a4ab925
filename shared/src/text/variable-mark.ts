/**
 * A variable in a text, such as `$ID` or `{id}`, is enclosed in private-use characters of Unicode during parsing.
 * Ordinary texts do not contain these, so no quote, separator or escape is read inside it.
 */
export type Variable = { name: string; fallback: string | null }

const open = '\uE000'
const middle = '\uE001'
const close = '\uE002'

const marks = new RegExp(`${open}([^${open}-${close}]*)(?:${middle}([^${open}-${close}]*))?${close}`, 'g')

export function markVariable(name: string, fallback: string | null = null): string {
  return `${open}${name}${fallback === null ? '' : middle + fallback}${close}`
}

/** The name of a variable that a command fills with a new id for each call. */
export const newIdName = 'uuidgen'

export function hasMark(text: string): boolean {
  return text.includes(open)
}

/** Removes the marking characters from user input, so that only this code sets them. */
export function withoutMarks(text: string): string {
  return text.replace(new RegExp(`[${open}-${close}]`, 'g'), '')
}

export function replaceMarks(text: string, replace: (variable: Variable) => string): string {
  return text.replace(marks, (_mark, name: string, fallback: string | undefined) =>
    replace({ name, fallback: fallback ?? null }),
  )
}

/** Changes the text between the marks and keeps the marks. */
export function mapUnmarked(text: string, change: (literal: string) => string): string {
  let result = ''
  let from = 0
  for (const match of text.matchAll(marks)) {
    result += change(text.slice(from, match.index)) + match[0]
    from = match.index + match[0].length
  }
  return result + change(text.slice(from))
}

/** The pattern of a mark, with its name as the first group, for use in other patterns. */
export const markSource = `${open}([^${open}-${close}]*)(?:${middle}[^${open}-${close}]*)?${close}`

/** The marks as a person would write them, for messages. */
export function showMarks(text: string): string {
  return replaceMarks(text, ({ name }) => `{${name}}`)
}
