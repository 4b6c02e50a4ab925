import { describe, expect, it } from 'vitest'
import { createFormat } from './format.ts'

const tokyo = createFormat('ja', 'Asia/Tokyo')
const london = createFormat('en', 'Europe/London')
const at = '2026-11-22T15:04:05Z'

/** Intl uses narrow and no-break spaces; they are replaced by plain ones. */
const plain = (text: string | null) => text?.replaceAll(/[\u00a0\u202f]/g, ' ') ?? null

describe('times', () => {
  it('are shown in the zone of the viewer, where it may be another day', () => {
    expect(plain(london.dateTime(at))).toBe('22 Nov 2026, 15:04')
    expect(plain(tokyo.dateTime(at))).toBe('2026年11月23日 00:04')
  })

  it('name the zone when they are shown complete', () => {
    expect(plain(london.dateTimeWithZone(at))).toContain('Greenwich Mean Time')
    expect(plain(tokyo.dateTimeWithZone(at))).toContain('日本標準時')
  })

  it.each([
    [0, null],
    [-9, null],
    [-40, '40 seconds ago'],
    [-90, '1 minute ago'],
    [-3 * 3_600, '3 hours ago'],
    [-86_400, 'yesterday'],
    [2 * 86_400, 'in 2 days'],
    [-400 * 86_400, 'last year'],
  ])('%i seconds from now is "%s"', (seconds, expected) => {
    const now = Date.parse(at)
    expect(london.relative(now + seconds * 1_000, now)).toBe(expected)
  })

  it('count in Japanese too', () => {
    expect(plain(tokyo.relative('2026-11-22T15:01:05Z', at))).toBe('3 分前')
  })
})

describe('numbers', () => {
  it('have separators and units', () => {
    expect(london.number(1_234_567)).toBe('1,234,567')
    expect(london.percent(0.6234)).toBe('62.3%')
  })

  it.each([
    [850, '850 ms'],
    [1_240, '1.2 sec'],
    [90_000, '1.5 min'],
    [5_400_000, '1.5 hr'],
    [172_800_000, '2 days'],
  ])('a duration of %i ms is "%s"', (milliseconds, expected) => {
    expect(plain(london.duration(milliseconds))).toBe(expected)
  })
})
