import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldValues } from '../values/field-type.ts'
import { participantKey } from './participant-key.ts'

describe('participantKey', () => {
  test.each<[string, FieldValues, string[], string | null]>([
    ['an address in any case', { email: ' Aiko@Example.com' }, ['email'], 'aiko@example.com'],
    ['an id in its own case', { id: 'aB1' }, ['id'], 'aB1'],
    ['a number', { id: 42 }, ['id'], '42'],
    ['letters written in two ways', { id: 'e\u0301' }, ['id'], '\u00e9'],
    ['several fields', { email: 'A@b.example', plan: 'pro' }, ['email', 'plan'], 'a@b.example|pro'],
    ['false', { flag: false }, ['flag'], 'false'],
    ['no value', { email: null }, ['email'], null],
    ['one value of two', { email: 'a@b.example' }, ['email', 'plan'], null],
    ['no fields at all', { email: 'a@b.example' }, [], null],
    ['a name that objects have', {}, ['toString'], null],
  ])('of %s', (_name, values, uniqueBy, expected) => {
    expect(participantKey(values, uniqueBy)).toBe(expected)
  })

  test('keeps people apart whose values only look alike when joined', () => {
    const part = fc.string({ unit: fc.constantFrom('|', '\\', 'a'), minLength: 1 })
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const same = a === c && b === d
        expect(participantKey({ a, b }, ['a', 'b']) === participantKey({ a: c, b: d }, ['a', 'b'])).toBe(same)
      }),
    )
  })

  test('fits into an index however long the value, and still tells people apart', () => {
    const one = participantKey({ id: `${'x'.repeat(5000)}1` }, ['id'])
    const other = participantKey({ id: `${'x'.repeat(5000)}2` }, ['id'])
    expect(one?.length).toBe(500)
    expect(one).not.toBe(other)
  })
})
