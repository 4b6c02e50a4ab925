import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatJson } from './format-json.ts'

test('indents as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), (value, space) => {
      expect(formatJson(JSON.stringify(value, null, space))).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

test('keeps the digits of numbers', () => {
  expect(formatJson('{"id":8202522731445525542,"rate":1.10}')).toBe(
    '{\n  "id": 8202522731445525542,\n  "rate": 1.10\n}',
  )
})

test('leaves a text that is no JSON', () => {
  expect(formatJson('a { b')).toBe('a { b')
})
