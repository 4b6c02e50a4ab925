import { expect, test } from 'vitest'
import { parseHttpDate } from './parse-http-date.ts'
import { formatInstant } from './instant.ts'

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-26 08:49:37 GMT', '2026-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
  ['Sun, 31 Feb 1994 08:49:37 GMT', null],
  ['Sun, 06 Foo 1994 08:49:37 GMT', null],
  ['Sun, 06 Nov 1994 25:49:37 GMT', null],
  ['2026-11-22T00:00:00Z', null],
  ['', null],
])('%j is %j', (text, expected) => {
  const instant = parseHttpDate(text)
  expect(instant === null ? null : formatInstant(instant)).toBe(expected)
})
