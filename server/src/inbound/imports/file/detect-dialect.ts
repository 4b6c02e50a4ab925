import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import { CsvError } from './csv-error.ts'
import { delimiters, type Delimiter, type Dialect, type DialectInput, type Encoding } from './dialect.ts'
import { incompleteTail } from './decode-text.ts'

/** How much of the beginning is examined; enough for hundreds of rows. */
export const sampleBytes = 256 * 1024

/** Detects the format of a file from its beginning; `isWhole` means that nothing follows the sample. */
export function detectDialect(sample: Buffer, isWhole: boolean, given: DialectInput): Dialect {
  refuseOtherFormats(sample)
  const encoding = given.encoding ?? detectEncoding(sample, isWhole)
  const text = new TextDecoder(encoding).decode(sample)
  const quote = given.quote ?? detectQuote(text)
  return {
    encoding,
    quote,
    escape: given.escape ?? detectEscape(text, quote),
    delimiter: given.delimiter ?? detectDelimiter(text, quote),
    hasHeader: given.header !== 'absent',
  }
}

function refuseOtherFormats(sample: Buffer): void {
  const starts = (...bytes: number[]) => bytes.every((byte, index) => sample[index] === byte)
  if (starts(0x50, 0x4b, 0x03, 0x04)) throw new CsvError('csv.notText', { format: 'Excel (.xlsx) / ZIP' })
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw new CsvError('csv.notText', { format: 'Excel (.xls)' })
  if (starts(0x25, 0x50, 0x44, 0x46)) throw new CsvError('csv.notText', { format: 'PDF' })
  if (starts(0x1f, 0x8b)) throw new CsvError('csv.notText', { format: 'gzip' })
}

function detectEncoding(sample: Buffer, isWhole: boolean): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  const unmarked = detectUnmarkedUtf16(sample)
  if (unmarked) return unmarked
  if (sample.includes(0)) throw new CsvError('csv.notText', { format: 'binary' })
  const complete = isWhole ? sample : sample.subarray(0, sample.length - incompleteTail(sample))
  if (isUtf8(complete)) return 'utf-8'
  // Reading the file as UTF-8 finds the first invalid byte and reports its position.
  return looksLikeShiftJis(sample) ? 'shift_jis' : 'utf-8'
}

/** In UTF-16, every other byte of Latin letters, digits and separators is zero. */
function detectUnmarkedUtf16(sample: Buffer): Encoding | null {
  const pairs = Math.min(Math.floor(sample.length / 2), 2000)
  let even = 0
  let odd = 0
  for (let pair = 0; pair < pairs; pair++) {
    if (sample[pair * 2] === 0) even++
    if (sample[pair * 2 + 1] === 0) odd++
  }
  if (odd > pairs * 0.2 && even === 0) return 'utf-16le'
  if (even > pairs * 0.2 && odd === 0) return 'utf-16be'
  return null
}

/**
 * Nearly any bytes can be read as Shift_JIS, so the text must also look like Japanese: in Japanese, characters beyond ASCII stand
 * together, while the accented letters of a Western encoding stand alone between ASCII letters.
 */
function looksLikeShiftJis(sample: Buffer): boolean {
  let text: string
  try {
    // `stream` accepts half a character at the end of the sample.
    text = new TextDecoder('shift_jis', { fatal: true }).decode(sample, { stream: true })
  } catch {
    return false
  }
  const beyondAscii = text.match(/[^\0-\x7f]/g)?.length ?? 0
  const together = (text.match(/[^\0-\x7f]{2,}/g) ?? []).reduce((sum, run) => sum + run.length, 0)
  return beyondAscii > 0 && together >= beyondAscii / 2
}

function detectQuote(text: string): Dialect['quote'] {
  if (text.includes('"')) return '"'
  const opening = text.match(/(^|[,;\t|\n])'[^'\n]*'(?=[,;\t|\r\n]|$)/g)?.length ?? 0
  const any = text.match(/'/g)?.length ?? 0
  return opening > 0 && opening * 2 === any ? "'" : '"'
}

/** `"say \"hi\""` or `"say ""hi"""`: the doubled quote, unless only the other one occurs. */
function detectEscape(text: string, quote: Dialect['quote']): Dialect['escape'] {
  const withBackslash = new RegExp(`\\\\${quote}(?![,;\\t|\\r\\n]|$)`).test(text)
  const doubled = new RegExp(`[^,;\\t|\\r\\n]${quote}${quote}|${quote}${quote}[^,;\\t|\\r\\n]`).test(text)
  return withBackslash && !doubled ? '\\' : quote
}

/** The separator with which the number of cells varies least over the first rows. */
function detectDelimiter(text: string, quote: Dialect['quote']): Delimiter {
  const scored = delimiters.map((delimiter) => ({ delimiter, score: score(text, delimiter, quote) }))
  return scored.reduce((best, candidate) => (candidate.score > best.score ? candidate : best)).delimiter
}

const rowsLookedAt = 50

function score(text: string, delimiter: Delimiter, quote: Dialect['quote']): number {
  let rows: string[][]
  try {
    rows = parse(text, {
      delimiter,
      quote,
      bom: true,
      to: rowsLookedAt,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    })
  } catch {
    // A quote is not closed, so only the header row is used.
    rows = [text.split(/\r?\n|\r/, 1)[0]!.split(delimiter)]
  }
  const columns = rows[0]?.length ?? 0
  if (columns < 2) return 0
  const steady = rows.filter((row) => row.length === columns).length / rows.length
  return steady * 100 + Math.min(columns, 50) / 50
}
