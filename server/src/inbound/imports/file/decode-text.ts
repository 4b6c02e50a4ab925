import { isUtf8 } from 'node:buffer'
import { CsvError } from './csv-error.ts'
import type { Encoding } from './dialect.ts'

const newline = 10

/** Decodes the file to valid UTF-8 without its byte order mark. Fails with the position of the first invalid byte. */
export async function* decodeText(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer | string> {
  if (encoding === 'utf-8') yield* checkUtf8(source)
  else yield* transcode(source, encoding)
}

async function* checkUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 1
  let offset = 0
  let tail: Buffer = Buffer.alloc(0)
  let isFirst = true
  for await (const chunk of source) {
    let bytes = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk
    const incomplete = incompleteTail(bytes)
    tail = Buffer.from(bytes.subarray(bytes.length - incomplete))
    bytes = bytes.subarray(0, bytes.length - incomplete)
    if (!isUtf8(bytes)) throw wrongByte(bytes, line, offset)
    line += countNewlines(bytes)
    offset += bytes.length
    const marked = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    isFirst &&= bytes.length === 0
    yield marked ? bytes.subarray(3) : bytes
  }
  if (tail.length > 0) throw wrongByte(tail, line, offset)
}

function wrongByte(bytes: Buffer, line: number, offset: number): CsvError {
  const valid = Buffer.byteLength(bytes.toString('utf8').split('\uFFFD', 1)[0]!)
  return new CsvError('csv.encodingWrong', {
    encoding: 'UTF-8',
    line: line + countNewlines(bytes.subarray(0, valid)),
    byte: offset + valid + 1,
    found: hex(bytes[valid]),
  })
}

function hex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, '0').toUpperCase()}`
}

async function* transcode(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  let offset = 0
  const decode = (chunk: Buffer, stream: boolean) => {
    try {
      return decoder.decode(chunk, { stream })
    } catch {
      const readable = new TextDecoder(encoding).decode(chunk).split('\uFFFD', 1)[0]!
      const valid = encodedLength(readable, encoding)
      throw new CsvError('csv.encodingWrong', {
        encoding: encoding === 'shift_jis' ? 'Shift_JIS' : 'UTF-16',
        line: line + (readable.match(/\n/g)?.length ?? 0),
        byte: offset + valid + 1,
        found: hex(chunk[valid]),
      })
    }
  }
  for await (const chunk of source) {
    const text = decode(chunk, true)
    line += text.match(/\n/g)?.length ?? 0
    offset += chunk.length
    yield text
  }
  const rest = decode(Buffer.alloc(0), false)
  if (rest !== '') yield rest
}

function encodedLength(text: string, encoding: Encoding): number {
  if (encoding !== 'shift_jis') return text.length * 2
  // ASCII and half-width katakana have one byte, all other characters two.
  return [...text].reduce((sum, character) => sum + (/[\0-\x7f\uff61-\uff9f]/.test(character) ? 1 : 2), 0)
}

/** The number of bytes at the end that begin an incomplete UTF-8 character. */
export function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? back : 0
    }
  }
  return 0
}

function countNewlines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count++
  return count
}
