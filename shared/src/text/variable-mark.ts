/**
 * A part of a text that stands for a value, such as `$ID` or `{id}`, is carried through all parsing between two characters
 * that no text has of its own (Unicode keeps them for private use), so that no quote, separator or escape is read into it.
 */
export type Variable = { name: string; fallback: string | null }

const open = '\uE000'
const middle = '\uE001'
const close = '\uE002'

const marks = new RegExp(`${open}([^${open}-${close}]*)(?:${middle}([^${open}-${close}]*))?${close}`, 'g')

export function markVariable(name: string, fallback: string | null = null): string {
  return `${open}${name}${fallback === null ? '' : middle + fallback}${close}`
}

export function hasMark(text: string): boolean {
  return text.includes(open)
}

/** Takes the marking characters out of what somebody typed, so that they are ours alone. */
export function withoutMarks(text: string): string {
  return text.replace(new RegExp(`[${open}-${close}]`, 'g'), '')
}

export function replaceMarks(text: string, replace: (variable: Variable) => string): string {
  return text.replace(marks, (_mark, name: string, fallback: string | undefined) =>
    replace({ name, fallback: fallback ?? null }),
  )
}

/** Changes what lies between the marks and leaves them as they are. */
export function mapUnmarked(text: string, change: (literal: string) => string): string {
  let result = ''
  let from = 0
  for (const match of text.matchAll(marks)) {
    result += change(text.slice(from, match.index)) + match[0]
    from = match.index + match[0].length
  }
  return result + change(text.slice(from))
}

/** A pattern of a mark, its name the first group, to be put into others. */
export const markSource = `${open}([^${open}-${close}]*)(?:${middle}[^${open}-${close}]*)?${close}`

/** As a person would write it, for messages. */
export function showMarks(text: string): string {
  return replaceMarks(text, ({ name }) => `{${name}}`)
}
