import { expect, it } from 'vitest'
import { safeRedirectPath } from './safe-redirect-path.ts'

it.each([
  ['/journeys?search=a#b', '/journeys?search=a#b'],
  ['https://evil.example/', undefined],
  ['//evil.example/', undefined],
  ['/\\evil.example/', undefined],
  ['/\t/evil.example/', undefined],
  ['/\n/evil.example/', undefined],
  ['/\t\\evil.example/', undefined],
  ['javascript:alert(1)', undefined],
  ['', undefined],
  [undefined, undefined],
  [{ a: 1 }, undefined],
])('after signing in, %j leads to %j', (next, expected) => {
  expect(safeRedirectPath(next)).toBe(expected)
})
