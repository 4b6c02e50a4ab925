import type { Issue } from '../../messages/issue.ts'
import { Refusal } from '../refusal.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { type CommandLine, excerpt } from './command-line.ts'
import { splitBash } from './split-bash.ts'
import { splitCmd, splitPowerShell } from './split-windows.ts'
import { replaceMarks, withoutMarks, markVariable } from '../../text/variable-mark.ts'

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
  let text = withoutPrompts(
    withoutMarks(pasted)
      .replace(/\r\n?/g, '\n')
      .replace(/[\u200b\ufeff]/g, ''),
  )
  const splitter = splitterOf(text)
  const known = new Map<string, string>()
  for (;;) {
    const line = splitter(text)
    const assignments = line.words.map((word) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word))
    const words = line.words[0] === 'export' ? assignments.slice(1) : assignments
    if (words.length === 0 || words.includes(null)) return curlOf(line, known, pasted)
    for (const assignment of words) known.set(assignment?.[1] ?? '', assignment?.[2] ?? '')
    text = line.rest.replace(/^[;&\s]+/, '')
  }
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
  if (/^\s*curl(\.exe)?\s[^']*$/i.test(text) && /%[A-Za-z_]\w{2,}%/.test(text)) return splitCmd
  return splitBash
}

/** Removes `$ curl …`, `PS C:\> curl …` prompts and comment lines. */
function withoutPrompts(text: string): string {
  return text
    .trim()
    .replace(/^(?:\s*(?:#|\/\/)[^\n]*\n)+/, '')
    .replace(/^\s*(?:PS [^>\n]*>|[A-Z]:\\[^>\n]*>|[$%>❯])\s*(?=\S)/, '')
}
