import type { Issue } from '../../messages/issue.ts'
import { Refusal } from '../refusal.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { type CommandLine, excerpt } from './command-line.ts'
import { splitBash } from './split-bash.ts'
import { splitCmd, splitPowerShell } from './split-windows.ts'
import { hasMark, replaceMarks, withoutMarks, markVariable } from '../../text/variable-mark.ts'

/** The words after `curl` in a pasted text, for any supported shell. */
export function splitCommand(pasted: string): Result<CommandLine, Issue> {
  try {
    return ok(split(pasted))
  } catch (error) {
    if (error instanceof Refusal) return err(error.issue)
    throw error
  }
}

function split(pasted: string): CommandLine {
  const plain = withoutMarks(pasted)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b-\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g, '')
  const unfenced = withoutFence(plain)
  let text = withoutPrompts(unfenced)
  const splitter = splitterOf(text)
  const known = new Map<string, string>()
  let piped: string | null = null
  for (;;) {
    const read = splitter(text)
    const line: CommandLine = { ...read, stdin: read.stdin ?? piped, hasCodeFence: unfenced !== plain }
    const assignments = line.words.map((word) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word))
    const words = line.words[0] === 'export' ? assignments.slice(1) : assignments
    if (words.length > 0 && !words.includes(null)) {
      for (const assignment of words) known.set(assignment?.[1] ?? '', withSamples(assignment?.[2] ?? '', known))
      text = line.rest.replace(/^[;&\s]+/, '')
      continue
    }
    const printed = /^\|(?!\|)/.test(line.rest) ? printedBy(line) : null
    if (printed === null) return curlOf(line, known, pasted)
    piped = printed
    text = line.rest.replace(/^\|\s*/, '')
  }
}

/** A variable that was set to a value before keeps its name, with that value as its sample. */
function withSamples(text: string, known: ReadonlyMap<string, string>): string {
  return replaceMarks(text, ({ name, fallback }) => {
    const value = known.get(name) ?? fallback
    return markVariable(name, value === null || hasMark(value) ? fallback : value)
  })
}

/** What a command before a pipe prints, where that stands in the command itself; null for any other program. */
function printedBy({ words, stdin }: CommandLine): string | null {
  const [program = '', ...rest] = words
  if (program === 'cat' && (rest.length === 0 || rest[0] === '-') && stdin !== null) return stdin
  if (program === 'echo') {
    const count = rest.findIndex((word) => !/^-[neE]+$/.test(word))
    return count === -1 ? '' : rest.slice(count).join(' ')
  }
  if (program !== 'printf' || rest.length === 0) return null
  const [format = '', ...values] = rest
  if (values.length === 0) return format.replaceAll('%%', '%').replace(/\\n$/, '')
  return /^%s(\\n)?$/.test(format) && values.length === 1 ? (values[0] ?? '') : null
}

function curlOf(line: CommandLine, known: ReadonlyMap<string, string>, pasted: string): CommandLine {
  const inline = line.words.map((word) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word))
  const start = line.words.findIndex(
    (word, index) => inline[index] === null && !/^(sudo|env|time|exec|command|\$|%|>)$/.test(word),
  )
  const program = line.words[start] ?? ''
  if (/^(invoke-(restmethod|webrequest)|iwr|irm)$/i.test(program) || line.words.some((word) => /^-uri$/i.test(word)))
    throw new Refusal('curl.powerShellCommand', { text: program })
  if (!/(^|[\\/])curl(\.exe)?$/i.test(program)) throw new Refusal('curl.notCurl', { text: excerpt(pasted.trim()) })
  const fill = (word: string) =>
    replaceMarks(word, ({ name, fallback }) => known.get(name) ?? markVariable(name, fallback))
  return { ...line, words: line.words.slice(start + 1).map(fill), stdin: line.stdin === null ? null : fill(line.stdin) }
}

function splitterOf(text: string): (text: string) => CommandLine {
  if (/\^[ \t]*\n|\^"/.test(text)) return splitCmd
  if (/`[ \t]*\n/.test(text) || /^\s*(&\s*)?['"]?[\w:\\/ ]*curl\.exe\b[^\n]*'/i.test(text)) return splitPowerShell
  if (/^\s*curl(\.exe)?\s[^']*$/i.test(text)) {
    if (/%[A-Za-z_]\w{2,}%/.test(text)) return splitCmd
    // Windows doubles a quote inside quotes: {""name"":""value""}.
    if (/""[^"\n]*""\s*[:,}\]]/.test(text)) return splitCmd
  }
  return splitBash
}

const fences = /(?:^|\n)[ \t>]*(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)\n?[ \t>]*\1[ \t]*(?=\n|$)/g

/** The command inside a code block of Markdown, or between backticks. The text around it is left out. */
function withoutFence(text: string): string {
  const inBlock = [...text.matchAll(fences)].map(([, , inner = '']) => inner).find((inner) => /\bcurl\b/.test(inner))
  if (inBlock !== undefined) return inBlock
  // A block whose end was not copied.
  const open = /^\s*(?:`{3,}|~{3,})[\w-]*\n([\s\S]*\bcurl\b[\s\S]*)$/.exec(text)?.[1]
  if (open !== undefined) return open
  return /^\s*(`{1,3})(?!`)\s*((?:bash|sh|shell|console)\s+)?([^`][\s\S]*?[^`])\s*\1\s*$/.exec(text)?.[3] ?? text
}

/** Removes `$ curl …`, `PS C:\> curl …` prompts and comment lines. */
function withoutPrompts(text: string): string {
  return text
    .trim()
    .replace(/^(?:\s*(?:#|\/\/)[^\n]*\n)+/, '')
    .replace(/^\s*(?:PS [^>\n]*>|[A-Z]:\\[^>\n]*>|[$%>❯])\s*(?=\S)/, '')
}
