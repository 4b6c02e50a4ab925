import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant, maxInstant, minInstant, parseInstant, parseLocalDateTime } from './instant.ts'

describe('parseInstant', () => {
  const texts: [string, string | null][] = [
    ['2026-11-22T09:00:00Z', '2026-11-22T09:00:00.000Z'],
    ['2026-11-22T09:00:00+09:00', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T09:00:00-0330', '2026-11-22T12:30:00.000Z'],
    ['2026-11-22T09:00+09', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T09:00:00.123456789Z', '2026-11-22T09:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z'],
    ['2023-02-29T00:00:00Z', null],
    ['1900-02-29T00:00:00Z', null],
    ['2026-04-31T00:00:00Z', null],
    ['2026-11-22T24:00:00Z', null],
    ['2026-11-22T09:60:00Z', null],
    ['2026-11-22T09:00:60Z', null],
    ['2026-11-22T09:00:00', null],
    ['2026-11-22', null],
    ['0001-01-01T00:00:00+09:00', null],
    ['yesterday', null],
    ['', null],
  ]
  test.each(texts)('%j is %j', (text, expected) => {
    const instant = parseInstant(text)
    expect(instant === null ? null : formatInstant(instant)).toBe(expected)
  })

  test('reads what formatInstant writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: minInstant, max: maxInstant }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant)
      }),
    )
  })
})

describe('parseLocalDateTime', () => {
  const texts: [string, string, string, string | null][] = [
    ['an ordinary time', '2026-11-22T09:00', 'Asia/Tokyo', '2026-11-22T00:00:00.000Z'],
    ['a space between date and time', '2026-11-22 09:00:30', 'Asia/Tokyo', '2026-11-22T00:00:30.000Z'],
    ['a time that the change to summer skips', '2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    [
      'a time that the change to winter brings twice',
      '2026-11-01T01:30',
      'America/New_York',
      '2026-11-01T05:30:00.000Z',
    ],
    ['a day that does not exist', '2026-02-30T09:00', 'Asia/Tokyo', null],
    ['a text with its own zone', '2026-11-22T09:00Z', 'Asia/Tokyo', null],
    ['a zone that does not exist', '2026-11-22T09:00', 'Mars/Olympus', null],
  ]
  test.each(texts)('%s', (_name, text, timeZone, expected) => {
    const instant = parseLocalDateTime(text, timeZone)
    expect(instant === null ? null : formatInstant(instant)).toBe(expected)
  })
})
