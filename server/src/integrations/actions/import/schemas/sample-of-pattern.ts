/**
 * A short text that matches a regular expression. Supports the expressions that documents use for ids; returns null for
 * others.
 */
export function sampleOfPattern(pattern: string, minLength = 0): string | null {
  if (pattern.length > 300) return null
  const reader = { text: pattern, at: 0, padding: minLength }
  const sample = readAlternatives(reader)
  return sample === null || reader.at < pattern.length ? null : sample
}

type Reader = { text: string; at: number; padding: number }

function readAlternatives(reader: Reader): string | null {
  const first = readSequence(reader)
  while (reader.text.charAt(reader.at) === '|') {
    reader.at++
    if (readSequence(reader) === null) return null
  }
  return first
}

function readSequence(reader: Reader): string | null {
  let result = ''
  while (reader.at < reader.text.length && !'|)'.includes(reader.text.charAt(reader.at))) {
    const unit = readUnit(reader)
    if (unit === null) return null
    const count = readCount(reader, result.length)
    if (count === null) return null
    result += unit.repeat(count)
    if (result.length > 2000) return null
  }
  return result
}

function readUnit(reader: Reader): string | null {
  const { text } = reader
  const sign = text.charAt(reader.at++)
  if (sign === '^' || sign === '$') return ''
  if (sign === '.') return 'x'
  if (sign === '[') return readClass(reader)
  if (sign === '(') {
    if (text.charAt(reader.at) === '?') {
      const group = /^\?(:|<[A-Za-z]\w*>)/.exec(text.slice(reader.at))
      // Lookahead and lookbehind are not supported.
      if (!group) return null
      reader.at += group[0].length
    }
    const inner = readAlternatives(reader)
    return text.charAt(reader.at++) === ')' ? inner : null
  }
  if (sign === '\\') return readEscape(text.charAt(reader.at++))
  return '*+?{'.includes(sign) ? null : sign
}

function readEscape(sign: string): string | null {
  const classes: Record<string, string> = { d: '1', w: 'a', s: ' ', S: 'a', D: 'a', W: '-', b: '' }
  if (Object.hasOwn(classes, sign)) return classes[sign] ?? null
  return /[A-Za-z0-9]/.test(sign) ? null : sign
}

/** One character of the class, a letter or digit where the class has one. */
function readClass(reader: Reader): string | null {
  const { text } = reader
  const isNegated = text.charAt(reader.at) === '^'
  if (isNegated) reader.at++
  const members: string[] = []
  while (reader.at < text.length && text.charAt(reader.at) !== ']') {
    let sign = text.charAt(reader.at++)
    if (sign === '\\') sign = readEscape(text.charAt(reader.at++)) ?? ''
    if (text.charAt(reader.at) === '-' && text.charAt(reader.at + 1) !== ']' && sign !== '') reader.at += 2
    members.push(sign)
  }
  if (text.charAt(reader.at++) !== ']') return null
  if (isNegated) return ['a', '1', '-', ' '].find((sign) => !members.includes(sign)) ?? null
  return members.find((sign) => /[A-Za-z0-9]/.test(sign)) ?? members[0] ?? null
}

function readCount(reader: Reader, before: number): number | null {
  const rest = reader.text.slice(reader.at, reader.at + 20)
  const braces = /^\{(\d+)(,(\d*))?\}/.exec(rest)
  if (braces) {
    reader.at += braces[0].length
    skipLazy(reader)
    const least = Number(braces[1])
    const most = braces[2] === undefined ? least : braces[3] === '' ? 1000 : Number(braces[3])
    return clamp(reader.padding - before, least, most)
  }
  const sign = rest.charAt(0)
  if (sign !== '*' && sign !== '+' && sign !== '?') return 1
  reader.at++
  skipLazy(reader)
  if (sign === '?') return 1
  return clamp(reader.padding - before, 1, 1000)
}

function skipLazy(reader: Reader): void {
  if ('?+'.includes(reader.text.charAt(reader.at) || ' ')) reader.at++
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
