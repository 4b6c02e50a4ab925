import { Refusal } from '../refusal.ts'
import { blank, type CommandLine, continuesBelow, excerpt } from './command-line.ts'
import { markVariable, newIdName, showMarks } from '../../text/variable-mark.ts'

type HereDocument = { word: string; isQuoted: boolean; isIndented: boolean }

const ansiEscapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/**
 * The first command of a text, split as bash would. Variables are marked. A part that would run another program is
 * refused.
 */
export function splitBash(text: string): CommandLine {
  const words: string[] = []
  const redirects: string[] = []
  const documents: HereDocument[] = []
  let stdin = null as string | null
  let hasSmartQuotes = false
  let word = null as string | null
  let at = 0

  // The start of the word, kept separately: reading it from the growing word would copy the word each time.
  let head = ''
  const add = (part: string) => {
    if (word === null) head = ''
    word = (word ?? '') + part
    if (head.length < 2000) head += part
  }
  // The purpose of the next word after a redirect operator. The word itself is read like any other.
  let next = 'word' as 'word' | 'hereString' | 'output' | 'input'
  const endWord = () => {
    if (word === null) return
    if (next === 'hereString') stdin = `${word}\n`
    else if (next === 'output') redirects.push(showMarks(word))
    else if (next === 'input') throw new Refusal('curl.file', { option: '<', file: excerpt(showMarks(word)) })
    else words.push(word)
    word = null
    next = 'word'
  }

  scan: while (at < text.length) {
    const sign = text.charAt(at)
    if (blank.test(sign)) {
      endWord()
      at++
      continue
    }
    switch (sign) {
      case '\\': {
        // Blanks after the backslash are a copying mistake that is invisible and breaks the command in every shell.
        const lineEnd = /^\\[ \t]*\n/.exec(text.slice(at, at + 80))
        if (lineEnd) {
          endWord()
          at += lineEnd[0].length
        } else {
          add(text.charAt(at + 1))
          at += 2
        }
        continue
      }
      case "'": {
        const end = text.indexOf("'", at + 1)
        if (end === -1) throw new Refusal('curl.quoteOpen', { text: excerpt(text, at) })
        add(text.slice(at + 1, end))
        at = end + 1
        continue
      }
      case '"':
        at = readDoubleQuoted(at + 1)
        continue
      case '‘':
      case '“':
      case '＂':
      case '＇': {
        const closer = sign === '‘' ? '’' : sign === '“' ? '”' : sign
        const end = text.indexOf(closer, at + 1)
        if (word !== null || end === -1) break
        hasSmartQuotes = true
        add(text.slice(at + 1, end))
        at = end + 1
        continue
      }
      case '`':
        throw new Refusal('curl.commandSubstitution', { text: excerpt(text, at) })
      case '$':
        at = readDollar(at, false)
        continue
      case '\n': {
        endWord()
        if (documents.length > 0) {
          at = readDocuments(at + 1)
          break scan
        }
        if (!continuesBelow(text, at + 1)) break scan
        at++
        continue
      }
      case '#':
        if (word !== null) break
        while (at < text.length && text.charAt(at) !== '\n') at++
        continue
      case '&': {
        // In an unquoted address, `&` is taken as part of the address, because the person did not mean to end the
        // command there.
        const isInAddress =
          word !== null && (head.startsWith('http') || head.includes('?')) && /[^\s&>]/.test(text.charAt(at + 1))
        if (isInAddress) break
        if (text.charAt(at + 1) === '>') {
          at = readRedirect(at + 1)
          continue
        }
        break scan
      }
      case ';':
      case '|':
        break scan
      case '<': {
        const placeholder = /^<[\p{L}_][\p{L}\p{N}_ .ー・-]*>/u.exec(text.slice(at, at + 100))
        if (placeholder && !text.startsWith('<<', at)) {
          add(placeholder[0])
          at += placeholder[0].length
          continue
        }
        at = readInput(at)
        continue
      }
      case '>':
        at = readRedirect(at)
        continue
    }
    add(sign)
    at++
  }
  endWord()
  if (next === 'input') throw new Refusal('curl.file', { option: '<', file: '' })
  if (documents.length > 0 && stdin === null) {
    const lineEnd = text.indexOf('\n', at)
    const pipe = lineEnd === -1 ? '' : text.slice(at, lineEnd)
    at = readDocuments(lineEnd === -1 ? text.length : lineEnd + 1)
    return { words, stdin, redirects, rest: `${pipe}${text.slice(at)}`.trim(), hasSmartQuotes, hasCodeFence: false }
  }
  return { words, stdin, redirects, rest: text.slice(at).trim(), hasSmartQuotes, hasCodeFence: false }

  function readDoubleQuoted(start: number): number {
    add('')
    let position = start
    while (position < text.length) {
      const sign = text.charAt(position)
      if (sign === '"') return position + 1
      if (sign === '\\') {
        const escaped = text.charAt(position + 1)
        if (escaped === '\n') add('')
        else add('$`"\\'.includes(escaped) ? escaped : `\\${escaped}`)
        position += 2
      } else if (sign === '`') {
        throw new Refusal('curl.commandSubstitution', { text: excerpt(text, position) })
      } else if (sign === '$') {
        position = readDollar(position, true)
      } else {
        add(sign)
        position++
      }
    }
    throw new Refusal('curl.quoteOpen', { text: excerpt(text, start - 1) })
  }

  function readDollar(start: number, isQuoted: boolean): number {
    const following = text.charAt(start + 1)
    if (following === '(') return readSubstitution(start)
    if (text.startsWith('${{', start)) {
      // An expression of a build tool, such as ${{ secrets.TOKEN }}.
      const expression = /^\$\{\{\s*(?:[\w-]+\.)*([A-Za-z_][\w-]*)\s*\}\}/.exec(text.slice(start, start + 300))
      if (!expression) throw new Refusal('curl.commandSubstitution', { text: excerpt(text, start) })
      add(markVariable(expression[1] ?? ''))
      return start + expression[0].length
    }
    if (following === "'" && !isQuoted) return readAnsiQuoted(start + 2)
    if (following === '"' && !isQuoted) return readDoubleQuoted(start + 2)
    if (following === '{') {
      // After `-` or `=` comes a default value; after `?` a message; after `+` an alternative value.
      const match = /^\$\{([A-Za-z_]\w*)(?::?[-=]([^}]*))?[^}]*\}/.exec(text.slice(start, start + 1000))
      if (!match) throw new Refusal('curl.quoteOpen', { text: excerpt(text, start) })
      add(markVariable(match[1] ?? '', match[2] || null))
      return start + match[0].length
    }
    const name = /^[A-Za-z_]\w*/.exec(text.slice(start + 1, start + 200))?.[0]
    if (name === undefined) {
      add('$')
      return start + 1
    }
    // $filter, $select and similar names are parameters of OData that are often pasted without shell quoting.
    const isODataName = /[?&]$/.test(head) && /^[a-z]+$/.test(name) && text.charAt(start + 1 + name.length) === '='
    add(isODataName ? `$${name}` : markVariable(name))
    return start + 1 + name.length
  }

  /** A program whose output stands in the command itself, or is a new id. Every other program is refused. */
  function readSubstitution(start: number): number {
    const rest = text.slice(start)
    const newId =
      /^\$\(\s*(?:uuidgen(?:\s+-\w+)*|cat\s+\/proc\/sys\/kernel\/random\/uuid|powershell[^()]*NewGuid\(\)[^()]*|python3?\s+-c\s+['"][^'"\n]*uuid4\(\)[^'"\n]*['"])(?:\s*\|\s*tr\s+[^()|]*)?\s*\)/i.exec(
        rest,
      )
    if (newId) {
      add(markVariable(newIdName))
      return start + newId[0].length
    }
    const document = /^\$\(\s*cat\s*<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([^\s;|&<>"']+))[ \t]*\n/.exec(rest)
    if (!document) throw new Refusal('curl.commandSubstitution', { text: excerpt(text, start) })
    const [opening, dash, single, double, plain] = document
    const ending = single ?? double ?? plain ?? ''
    const lines: string[] = []
    let position = start + opening.length
    for (;;) {
      if (position >= text.length) throw new Refusal('curl.quoteOpen', { text: `<<${ending}` })
      const lineEnd = text.indexOf('\n', position)
      const line = text.slice(position, lineEnd === -1 ? text.length : lineEnd)
      position = lineEnd === -1 ? text.length : lineEnd + 1
      const shown = dash === '-' ? line.replace(/^\t+/, '') : line
      if (shown.trimEnd() === ending) break
      // The parenthesis may stand on the line of the ending.
      if (shown.trimEnd() === `${ending})`) {
        position -= line.length - line.lastIndexOf(')') + (lineEnd === -1 ? 0 : 1)
        break
      }
      lines.push(`${shown}\n`)
    }
    const close = /^\s*\)/.exec(text.slice(position))
    if (!close) throw new Refusal('curl.commandSubstitution', { text: excerpt(text, start) })
    // The shell removes line ends at the end of what a program prints.
    const inner = lines.join('').replace(/\n+$/, '')
    add(plain === undefined ? inner : expandDocument(inner))
    return position + close[0].length
  }

  function readAnsiQuoted(start: number): number {
    add('')
    let position = start
    let bytes: number[] = []
    const endBytes = () => {
      if (bytes.length > 0) add(decodeBytes(bytes))
      bytes = []
    }
    while (position < text.length) {
      const sign = text.charAt(position)
      if (sign === "'") {
        endBytes()
        return position + 1
      }
      const rest = sign === '\\' ? text.slice(position + 1, position + 11) : ''
      const byte = /^x([0-9A-Fa-f]{1,2})|^([0-7]{1,3})/.exec(rest)
      if (byte) {
        bytes.push((byte[1] === undefined ? Number.parseInt(byte[2] ?? '0', 8) : Number.parseInt(byte[1], 16)) & 255)
        position += 1 + byte[0].length
        continue
      }
      endBytes()
      const point = /^u([0-9A-Fa-f]{1,4})|^U([0-9A-Fa-f]{1,8})/.exec(rest)
      if (point) {
        const code = Number.parseInt(point[1] ?? point[2] ?? '', 16)
        add(code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD')
        position += 1 + point[0].length
      } else if (sign === '\\') {
        const escaped = text.charAt(position + 1)
        add(ansiEscapes[escaped] ?? `\\${escaped}`)
        position += 2
      } else {
        add(sign)
        position++
      }
    }
    throw new Refusal('curl.quoteOpen', { text: excerpt(text, start - 2) })
  }

  function readRedirect(start: number): number {
    if (word !== null && /^\d$/.test(word)) word = null
    endWord()
    const toStream = /^>{1,2}&[ \t]*(?:\d+|-)(?=[\s;|&<>]|$)/.exec(text.slice(start, start + 100))
    if (toStream) return start + toStream[0].length
    next = 'output'
    return start + (/^>{1,2}[|&]?/.exec(text.slice(start, start + 3))?.[0].length ?? 1)
  }

  function readInput(start: number): number {
    endWord()
    if (text.startsWith('<<<', start)) {
      next = 'hereString'
      return start + 3
    }
    const document = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([^\s;|&<>]+))/.exec(text.slice(start))
    if (document) {
      documents.push({
        word: document[2] ?? document[3] ?? document[4] ?? '',
        isQuoted: document[4] === undefined,
        isIndented: document[1] === '-',
      })
      return start + document[0].length
    }
    next = 'input'
    return start + (text.startsWith('<&', start) ? 2 : 1)
  }

  function readDocuments(start: number): number {
    let position = start
    for (const { word: ending, isQuoted, isIndented } of documents) {
      const lines: string[] = []
      for (;;) {
        if (position >= text.length) throw new Refusal('curl.quoteOpen', { text: `<<${ending}` })
        const lineEnd = text.indexOf('\n', position)
        const line = text.slice(position, lineEnd === -1 ? text.length : lineEnd)
        position = lineEnd === -1 ? text.length : lineEnd + 1
        const shown = isIndented ? line.replace(/^\t+/, '') : line
        if (shown.trimEnd() === ending) break
        lines.push(`${shown}\n`)
      }
      stdin = isQuoted ? lines.join('') : expandDocument(lines.join(''))
    }
    return position
  }
}

function expandDocument(text: string): string {
  const command = /(?<!\\)(?:\$\(|`)/.exec(text)
  if (command) throw new Refusal('curl.commandSubstitution', { text: excerpt(text, command.index) })
  return text
    .replace(
      /(?<!\\)\$(?:\{([A-Za-z_]\w*)(?::?[-=]([^}]*)|:?[?+][^}]*)?\}|([A-Za-z_]\w*))/g,
      (_text, braced, fallback, plain) => markVariable(String(braced ?? plain), fallback ? String(fallback) : null),
    )
    .replace(/\\([$`\\])/g, '$1')
    .replaceAll('\\\n', '')
}

function decodeBytes(bytes: readonly number[]): string {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return String.fromCharCode(...bytes)
  }
}
