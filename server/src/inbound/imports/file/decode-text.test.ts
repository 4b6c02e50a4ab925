import { describe, expect, it } from 'vitest'
import { CsvError } from './csv-error.ts'
import { decodeText } from './decode-text.ts'
import type { Encoding } from './dialect.ts'

async function decode(bytes: Buffer, encoding: Encoding, chunkSize = bytes.length): Promise<string> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
  }
  let text = ''
  for await (const part of decodeText(chunks(), encoding)) text += part.toString()
  return text
}

async function faultOf(bytes: Buffer, encoding: Encoding, chunkSize?: number) {
  const error = await decode(bytes, encoding, chunkSize).catch((error: unknown) => error)
  if (!(error instanceof CsvError)) throw new Error(`expected a CsvError, got ${String(error)}`)
  return error.issue
}

describe('decodeText', () => {
  it.each([1, 2, 3, 5, 1000])('keeps UTF-8 characters whole in chunks of %d bytes', async (size) => {
    const text = 'email,名前\naiko@example.com,山田😀愛子\n'
    expect(await decode(Buffer.from(text), 'utf-8', size)).toBe(text)
    expect(await decode(Buffer.from(`\uFEFF${text}`), 'utf-8', size)).toBe(text)
    expect(await decode(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le', size)).toBe(text)
  })

  it.each([3, 7, 1000])('says on which line and byte a file is not UTF-8, in chunks of %d bytes', async (size) => {
    const bytes = Buffer.concat([Buffer.from('a,é\n愛,b\nRen'), Buffer.from([0xe9]), Buffer.from(',7\n')])
    expect(await faultOf(bytes, 'utf-8', size)).toMatchObject({
      code: 'csv.encodingWrong',
      params: { encoding: 'UTF-8', line: 3, byte: 15, found: '0xE9' },
    })
  })

  it('says so when the last character of the file is cut in half', async () => {
    expect(await faultOf(Buffer.from('a\n愛').subarray(0, -1), 'utf-8')).toMatchObject({ params: { line: 2, byte: 3 } })
  })

  it('says on which line and byte a file is not Shift_JIS', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\nx'), Buffer.from([0x88, 0xa4, 0x80]), Buffer.from('\n')])
    expect(await faultOf(bytes, 'shift_jis')).toMatchObject({
      params: { encoding: 'Shift_JIS', line: 2, byte: 8, found: '0x80' },
    })
  })
})
