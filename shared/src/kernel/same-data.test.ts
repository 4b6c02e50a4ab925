import { expect, it } from 'vitest'
import { sameData } from './same-data.ts'

it.each([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: undefined }, {}, true],
  [{ a: null }, {}, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [{ a: { b: 1 } }, { a: { b: 2 } }, false],
  [null, {}, false],
  ['1', 1, false],
])('%j and %j are the same data: %s', (a, b, same) => {
  expect(sameData(a, b)).toBe(same)
  expect(sameData(b, a)).toBe(same)
})
