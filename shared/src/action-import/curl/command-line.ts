import { withoutSecrets } from '../../auth/replace-secrets.ts'

/** A command as its shell would hand it to the program, with variables marked (see `variable-mark.ts`). */
export type CommandLine = {
  words: string[]
  /** What a here-document or here-string would send to standard input. */
  stdin: string | null
  /** Where output would go, as written. */
  redirects: string[]
  /** What stands behind the end of the command: a pipe, another command. */
  rest: string
  hasSmartQuotes: boolean
}

export function excerpt(text: string, from = 0): string {
  // Looked through before it is cut: a secret is not known by its half.
  const shown = withoutSecrets(text.slice(from, from + 400).replace(/\s+/g, ' '))
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown
}

/** A line that begins with an option continues the command, though the sign that says so was lost in copying. */
export function continuesBelow(text: string, at: number): boolean {
  return /^\s*-{1,2}[A-Za-z#]/.test(text.slice(at, at + 200))
}
