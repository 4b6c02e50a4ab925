import { expect, test } from 'vitest'
import { localeFromHeader } from './locale-from-header.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ja', 'ja'],
  ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
  ['en;q=0.4, ja;q=0.9', 'ja'],
  ['fr, de;q=0.8', 'en'],
  ['ja;q=0, en', 'en'],
  ['*;q=0.1,;;,=', 'en'],
] as const)('Accept-Language %j is answered in %s', (header, locale) => {
  expect(localeFromHeader(header)).toBe(locale)
})
