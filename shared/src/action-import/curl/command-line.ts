import { withoutSecrets } from '../../auth/replace-secrets.ts'

/** A command as its shell would pass it to the program, with variables marked (see `variable-mark.ts`). */
export type CommandLine = {
  words: string[]
  /** The standard input from a here-document or here-string. */
  stdin: string | null
  /** The targets of output redirects, as written. */
  redirects: string[]
  /** The text after the end of the command: a pipe, another command. */
  rest: string
  hasSmartQuotes: boolean
  /** Whether the command stood in a code block of Markdown. */
  hasCodeFence: boolean
}

/** Blanks that separate words, also those of other scripts and of word processors. */
export const blank = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/

export function excerpt(text: string, from = 0): string {
  // Secrets are removed before the text is cut, because half a secret is not recognised.
  const shown = withoutSecrets(text.slice(from, from + 400).replace(/\s+/g, ' '))
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown
}

/** A line that begins with an option continues the command, even if the continuation character was lost in copying. */
export function continuesBelow(text: string, at: number): boolean {
  return /^\s*-{1,2}[A-Za-z#]/.test(text.slice(at, at + 200))
}
