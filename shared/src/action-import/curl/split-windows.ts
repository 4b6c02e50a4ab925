import { Refusal } from '../refusal.ts'
import { blank, type CommandLine, continuesBelow, excerpt } from './command-line.ts'
import { markVariable } from '../../text/variable-mark.ts'

/** The first command of a text, as cmd.exe reads it and a C program splits it: carets, and `\"` inside quotes. */
export function splitCmd(text: string): CommandLine {
  let line = ''
  let isQuoted = false
  let at = 0
  while (at < text.length) {
    const sign = text.charAt(at)
    const lineEnd = !isQuoted && sign === '^' ? /^\^[ \t]*\n/.exec(text.slice(at, at + 80)) : null
    if (lineEnd) {
      at += lineEnd[0].length
      // A line break inside a value is written as an empty line after a continued one.
      if (text.charAt(at) === '\n') {
        line += '\n'
        at++
      }
      continue
    }
    if (sign === '^' && !isQuoted) {
      line += text.charAt(at + 1)
      at += 2
      continue
    }
    const variable = /^%([A-Za-z_]\w*)%/.exec(text.slice(at, at + 200))
    if (variable?.[1] !== undefined && !/^[0-9A-Fa-f]{2}$/.test(variable[1])) {
      line += markVariable(variable[1])
      at += variable[0].length
      continue
    }
    if (sign === '"' && text.charAt(at - 1) !== '\\') isQuoted = !isQuoted
    if (!isQuoted && /[|&<>]/.test(sign)) break
    if (sign === '\n' && !isQuoted && !continuesBelow(text, at + 1)) break
    line += sign
    at++
  }
  return {
    words: splitArguments(line),
    stdin: null,
    redirects: [],
    rest: text.slice(at).trim(),
    hasSmartQuotes: false,
    hasCodeFence: false,
  }
}

/** The rules by which Windows programs split their command line. */
function splitArguments(line: string): string[] {
  const words: string[] = []
  let word = null as string | null
  let quotedFrom = -1
  let at = 0
  while (at < line.length) {
    const sign = line.charAt(at)
    const slashes = /^\\+(?=")/.exec(line.slice(at))?.[0].length ?? 0
    if (slashes > 0) {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2))
      at += slashes
      if (slashes % 2 === 1) {
        word += '"'
        at++
      }
    } else if (sign === '"') {
      word ??= ''
      if (quotedFrom !== -1 && line.charAt(at + 1) === '"') {
        word += '"'
        at++
      } else {
        quotedFrom = quotedFrom === -1 ? at : -1
      }
      at++
    } else if (/\s/.test(sign) && quotedFrom === -1) {
      if (word !== null) words.push(word)
      word = null
      at++
    } else {
      word = (word ?? '') + sign
      at++
    }
  }
  if (quotedFrom !== -1) throw new Refusal('curl.quoteOpen', { text: excerpt(line, quotedFrom) })
  if (word !== null) words.push(word)
  return words
}

const powerShellEscapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' }

/** The first command of a text, as PowerShell reads it. */
export function splitPowerShell(text: string): CommandLine {
  const words: string[] = []
  let word = null as string | null
  let at = 0
  const add = (part: string) => {
    word = (word ?? '') + part
  }
  const endWord = () => {
    if (word !== null) words.push(unescapeQuotes(word))
    word = null
  }
  scan: while (at < text.length) {
    const sign = text.charAt(at)
    if (blank.test(sign)) {
      endWord()
      at++
      continue
    }
    switch (sign) {
      case "'":
        at = readSingleQuoted(at + 1)
        continue
      case '"':
        at = readDoubleQuoted(at + 1)
        continue
      case '`': {
        const lineEnd = /^`[ \t]*\n/.exec(text.slice(at, at + 80))
        if (lineEnd) endWord()
        else add(text.charAt(at + 1))
        at += lineEnd?.[0].length ?? 2
        continue
      }
      case '$':
        at = readVariable(at)
        continue
      case '\n':
        endWord()
        if (!continuesBelow(text, at + 1)) break scan
        at++
        continue
      case ';':
      case '|':
      case '>':
        break scan
      case '&':
        if (word !== null || words.length > 0) break scan
        at++
        continue
    }
    add(sign)
    at++
  }
  endWord()
  return { words, stdin: null, redirects: [], rest: text.slice(at).trim(), hasSmartQuotes: false, hasCodeFence: false }

  function readSingleQuoted(start: number): number {
    add('')
    for (let position = start; position < text.length; position++) {
      if (text.charAt(position) !== "'") add(text.charAt(position))
      else if (text.charAt(position + 1) === "'") {
        add("'")
        position++
      } else return position + 1
    }
    throw new Refusal('curl.quoteOpen', { text: excerpt(text, start - 1) })
  }

  function readDoubleQuoted(start: number): number {
    add('')
    let position = start
    while (position < text.length) {
      const sign = text.charAt(position)
      const next = text.charAt(position + 1)
      if (sign === '"' && next !== '"') return position + 1
      if (sign === '"') {
        add('"')
        position += 2
      } else if (sign === '`') {
        add(powerShellEscapes[next] ?? next)
        position += 2
      } else if (sign === '$') {
        position = readVariable(position)
      } else {
        add(sign)
        position++
      }
    }
    throw new Refusal('curl.quoteOpen', { text: excerpt(text, start - 1) })
  }

  function readVariable(start: number): number {
    if (text.charAt(start + 1) === '(') throw new Refusal('curl.commandSubstitution', { text: excerpt(text, start) })
    const match = /^\$(?:\{(?:env:)?([A-Za-z_]\w*)\}|(?:env:)?([A-Za-z_]\w*))/i.exec(text.slice(start, start + 200))
    const name = match?.[1] ?? match?.[2]
    add(name === undefined ? '$' : markVariable(name))
    return start + (match?.[0].length ?? 1)
  }
}

/**
 * Before version 7.3, PowerShell needed `\"` for a quote that the program should receive. Later versions pass it
 * unchanged.
 */
function unescapeQuotes(word: string): string {
  if (!word.includes('\\"')) return word
  try {
    // oxlint-disable-next-line no-restricted-properties -- asks whether it is JSON, and reads nothing
    JSON.parse(word)
    return word
  } catch {
    return word.replaceAll('\\"', '"')
  }
}
