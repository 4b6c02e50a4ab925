import { describe, expect, test } from 'vitest'
import type { FieldValue } from '../../values/field-type.ts'
import { fitsFormat, formatValue, type ValueFormat, valueFormatSchema } from './value-format.ts'

const date = (pattern: string): ValueFormat => ({ kind: 'date', pattern })
const decimals = (decimals: number): ValueFormat => ({ kind: 'decimals', decimals })
const seconds: ValueFormat = { kind: 'unixSeconds' }

describe('a value is written', () => {
  test.each<[FieldValue, ValueFormat, string | null]>([
    ['2026-11-22', date('%Y/%m/%d'), '2026/11/22'],
    ['2026-11-22', date('%-d.%-m.%y'), '22.11.26'],
    // 23:30 in London is the next morning in Tokyo.
    ['2026-11-22T23:30:00Z', date('%Y/%m/%d %H:%M'), '2026/11/23 08:30'],
    ['2026-11-22T00:00:00Z', seconds, '1795305600'],
    ['2026-11-22T00:00:00.999Z', seconds, '1795305600'],
    ['2026-11-22T00:00:00.999Z', { kind: 'unixMilliseconds' }, '1795305600999'],
    // Midnight in Tokyo.
    ['2026-11-22', seconds, '1795273200'],
    [9, decimals(2), '9.00'],
    [1.005, decimals(2), '1.01'],
    [-2.5, decimals(0), '-3'],
    [-0.001, decimals(2), '0.00'],
    [1234567.891, decimals(1), '1234567.9'],
    [1e21, decimals(0), '1000000000000000000000'],
    ['9', decimals(2), null],
    ['soon', date('%Y'), null],
    ['soon', seconds, null],
    [true, seconds, null],
    [['2026-11-22'], date('%Y'), null],
  ])('%j as %j: %j', (value, format, expected) => {
    expect(formatValue(value, format, { timeZone: 'Asia/Tokyo' })).toBe(expected)
  })
})

test('a format fits dates or numbers, not both', () => {
  expect([fitsFormat('date', seconds), fitsFormat('dateTime', date('%Y')), fitsFormat('number', decimals(1))]).toEqual([
    true,
    true,
    true,
  ])
  expect([fitsFormat('number', seconds), fitsFormat('date', decimals(1)), fitsFormat('text', date('%Y'))]).toEqual([
    false,
    false,
    false,
  ])
})

test.each([
  { kind: 'date', pattern: '' },
  { kind: 'decimals', decimals: 11 },
  { kind: 'decimals', decimals: 1.5 },
])('%j is no format', (format) => {
  expect(valueFormatSchema.safeParse(format).success).toBe(false)
})
