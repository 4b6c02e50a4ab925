import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { CsvError } from './csv-error.ts'
import { detectDialect } from './detect-dialect.ts'
import type { DialectInput } from './dialect.ts'

const auto: DialectInput = { header: 'auto' }

function detect(bytes: Buffer | string, given: DialectInput = auto) {
  return detectDialect(Buffer.from(bytes as Buffer), true, given)
}

describe('detectDialect', () => {
  it.each([
    ['plain.csv', { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"' }],
    ['semicolon-bom-crlf.csv', { encoding: 'utf-8', delimiter: ';', quote: '"', escape: '"' }],
    ['tab.tsv', { encoding: 'utf-8', delimiter: '\t' }],
    ['shift-jis.csv', { encoding: 'shift_jis', delimiter: ',' }],
    ['utf16-excel.txt', { encoding: 'utf-16le', delimiter: '\t' }],
    ['backslash.csv', { delimiter: ',', quote: '"', escape: '\\' }],
    ['single-quotes.csv', { delimiter: ',', quote: "'", escape: "'" }],
    ['quote-not-closed.csv', { encoding: 'utf-8', delimiter: ',' }],
    // Reading it as UTF-8 finds the invalid byte; reading it as Japanese would accept wrong text.
    ['latin1.csv', { encoding: 'utf-8', delimiter: ',' }],
  ])('reads the dialect of %s off its beginning', (name, expected) => {
    expect(detect(readFileSync(path.join(import.meta.dirname, '../fixtures', name)))).toMatchObject(expected)
  })

  it('takes what is given instead of what it finds', () => {
    expect(detect('a;b\n1;2\n', { header: 'absent', delimiter: ',', encoding: 'shift_jis' })).toMatchObject({
      delimiter: ',',
      encoding: 'shift_jis',
      hasHeader: false,
    })
  })

  it('knows UTF-16 without a mark by its zeros', () => {
    expect(detect(Buffer.from('email,name\na@example.com,Aiko\n', 'utf16le')).encoding).toBe('utf-16le')
    expect(detect(Buffer.from('email,name\na@example.com,Aiko\n', 'utf16le').swap16()).encoding).toBe('utf-16be')
  })

  it('does not mind a UTF-8 character cut in half by the end of the sample', () => {
    const sample = Buffer.from('email,name\na@example.com,愛').subarray(0, -1)
    expect(detectDialect(sample, false, auto).encoding).toBe('utf-8')
  })

  it('is not misled by separators inside of quotes', () => {
    expect(detect('name;note\n"a,b,c,d";"x,y,z"\n"e,f,g,h";"u,v,w"\n').delimiter).toBe(';')
  })

  it('falls back to a comma for a single column', () => {
    expect(detect('email\na@example.com\n').delimiter).toBe(',')
  })

  it.each([
    ['a workbook', [0x50, 0x4b, 0x03, 0x04, 1, 2]],
    ['a PDF', [...Buffer.from('%PDF-1.7')]],
    ['a compressed file', [0x1f, 0x8b, 8, 0]],
    ['something with zero bytes', [...Buffer.from('ab'), 0, 0, 0, 5, 6, 7]],
  ])('refuses %s as no text', (_what, bytes) => {
    expect(() => detect(Buffer.from(bytes))).toThrow(CsvError)
  })
})
