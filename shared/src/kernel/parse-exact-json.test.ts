import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactJson } from './parse-exact-json.ts'

describe('parseExactJson', () => {
  test.each<[string, unknown]>([
    ['8202522731445525542', '8202522731445525542'],
    ['-8202522731445525543', '-8202522731445525543'],
    ['[9007199254740992,9007199254740993]', [9007199254740992, '9007199254740993']],
    ['9007199254740991', 9007199254740991],
    ['{"id":12345678901234567890.0}', { id: '12345678901234567890.0' }],
    ['1e400', '1e400'],
    ['-1e400', '-1e400'],
    ['1e22', 1e22],
    ['1.5E3', 1500],
    ['12345678901234567891e-1', '12345678901234567891e-1'],
    ['0.12345678901234567890', 0.12345678901234568],
    ['1e-400', 0],
    ['{"text":"8202522731445525542"}', { text: '8202522731445525542' }],
    ['\uFEFF{"a":1}', { a: 1 }],
    ['{"__proto__":8202522731445525542}', JSON.parse('{"__proto__":"8202522731445525542"}')],
  ])('reads %s', (json, value) => {
    expect(parseExactJson(json)).toEqual(value)
  })

  test.each(['', '{', '\uFEFF', '\uFEFF\uFEFF{}', '01'])('refuses %j', (json) => {
    expect(() => parseExactJson(json)).toThrow(SyntaxError)
  })

  test('keeps every digit of every integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (id) => {
        const read = parseExactJson(`{"id":${id}}`) as { id: string | number }
        expect(BigInt(read.id)).toBe(id)
      }),
    )
  })

  test('reads as JSON.parse what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value)
        expect(parseExactJson(json)).toEqual(JSON.parse(json))
      }),
    )
  })
})
