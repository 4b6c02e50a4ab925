import { describe, expect, test } from 'vitest'
import { decodeText, decodeTextLossy, encodingNamed } from './decode-text.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const utf16 = (text: string, isBigEndian: boolean) => {
  const body = Buffer.from(text, 'utf16le')
  return isBigEndian ? body.swap16() : body
}

describe('decodeText', () => {
  test.each<[string, Uint8Array, string | null, string]>([
    ['UTF-8 without a declaration', Buffer.from('田中'), null, '田中'],
    ['UTF-8 with its byte order mark', Buffer.from('\uFEFF田中'), 'application/json', '田中'],
    ['Shift_JIS as declared', bytes(0x93, 0x63, 0x92, 0x86), 'application/json; charset=Shift_JIS', '田中'],
    ['Shift_JIS by another name, in quotes', bytes(0x93, 0x63), 'text/plain;charset="windows-31j"', '田'],
    ['EUC-JP', bytes(0xc5, 0xc4, 0xc3, 0xe6), 'text/xml; charset=EUC-JP', '田中'],
    ['Latin-1', bytes(0xe9), 'text/plain; charset=iso-8859-1', 'é'],
    ['UTF-16 by its mark, whatever is declared', utf16('\uFEFF田中', false), 'text/plain; charset=utf-8', '田中'],
    ['UTF-16, big end first', utf16('\uFEFF田中', true), null, '田中'],
    ['a mark of UTF-8 under a declaration of Shift_JIS', Buffer.from('\uFEFF田'), 'a/b; charset=shift_jis', '田'],
    ['nothing', bytes(), null, ''],
  ])('reads %s', (_name, body, contentType, text) => {
    expect(decodeText(body, contentType)).toMatchObject({ ok: true, text })
    expect(decodeTextLossy(body, contentType)).toBe(text)
  })

  test.each<[string, Uint8Array, string | null, string]>([
    ['a byte that is not UTF-8', bytes(0x61, 0x93, 0x63), null, 'malformed'],
    ['a byte that is not Shift_JIS', bytes(0x61, 0xff), 'text/plain; charset=sjis', 'malformed'],
    ['half a character of UTF-16', bytes(0xff, 0xfe, 0x61), null, 'malformed'],
    ['an unknown charset', bytes(0x61), 'text/plain; charset=klingon', 'charsetUnknown'],
  ])('refuses %s', (_name, body, contentType, reason) => {
    expect(decodeText(body, contentType)).toMatchObject({ ok: false, reason })
    expect(decodeTextLossy(body, contentType)).toMatch(/[a\uFFFD]/)
  })
})

test('encodingNamed knows encodings by all their names', () => {
  expect(['sjis', 'MS932', 'utf8', 'latin1', 'klingon'].map(encodingNamed)).toEqual([
    'shift_jis',
    'shift_jis',
    'utf-8',
    'windows-1252',
    null,
  ])
})
