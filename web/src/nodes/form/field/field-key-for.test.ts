import { expect, test } from 'vitest'
import { fieldKeyFor } from './field-key-for.ts'

test.each([
  ['First name', [], 'firstName'],
  ['NPS score', [], 'npsScore'],
  ['Café', [], 'cafe'],
  ['会社名', [], 'field'],
  ['会社名', ['field'], 'field2'],
  ['2nd try', [], 'field'],
  ['constructor', [], 'constructor2'],
])('a field called %s, with %j taken, gets a key of its own', (label, taken, key) => {
  expect(fieldKeyFor(label, taken)).toBe(key)
})
