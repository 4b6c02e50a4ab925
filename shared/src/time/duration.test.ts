import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { addDuration, durationSchema, durationToMilliseconds, offsetSchema, type Offset } from './duration.ts'
import { formatInstant, maxInstant, parseInstant } from './instant.ts'

const at = (text: string) => parseInstant(text) ?? Number.NaN

describe('addDuration', () => {
  const sums: [string, string, Offset, string, string][] = [
    ['seconds', '2026-01-01T00:00:00Z', { amount: 90, unit: 'seconds' }, 'UTC', '2026-01-01T00:01:30.000Z'],
    ['half a minute', '2026-01-01T00:00:00Z', { amount: 0.5, unit: 'minutes' }, 'UTC', '2026-01-01T00:00:30.000Z'],
    [
      'a day that has 23 hours',
      '2026-03-07T17:00:00Z',
      { amount: 1, unit: 'days' },
      'America/New_York',
      '2026-03-08T16:00:00.000Z',
    ],
    [
      'a day that has 25 hours',
      '2026-10-31T16:00:00Z',
      { amount: 1, unit: 'days' },
      'America/New_York',
      '2026-11-01T17:00:00.000Z',
    ],
    [
      '24 hours over the same change',
      '2026-03-07T17:00:00Z',
      { amount: 24, unit: 'hours' },
      'America/New_York',
      '2026-03-08T17:00:00.000Z',
    ],
    [
      'a day into a time that is skipped',
      '2026-03-07T07:30:00Z',
      { amount: 1, unit: 'days' },
      'America/New_York',
      '2026-03-08T07:30:00.000Z',
    ],
    ['a week over a leap day', '2024-02-26T00:00:00Z', { amount: 1, unit: 'weeks' }, 'UTC', '2024-03-04T00:00:00.000Z'],
    [
      'a day after 28 February of a common year',
      '2026-02-28T00:00:00Z',
      { amount: 1, unit: 'days' },
      'Asia/Tokyo',
      '2026-03-01T00:00:00.000Z',
    ],
    [
      'a day and a half',
      '2026-03-07T17:00:00Z',
      { amount: 1.5, unit: 'days' },
      'America/New_York',
      '2026-03-09T04:00:00.000Z',
    ],
    [
      'three days back over a change',
      '2026-03-10T16:00:00Z',
      { amount: -3, unit: 'days' },
      'America/New_York',
      '2026-03-07T17:00:00.000Z',
    ],
    ['nothing', '2026-03-10T16:00:00Z', { amount: 0, unit: 'days' }, 'America/New_York', '2026-03-10T16:00:00.000Z'],
  ]
  test.each(sums)('%s', (_name, from, duration, timeZone, expected) => {
    expect(formatInstant(addDuration(at(from), duration, timeZone))).toBe(expected)
  })

  test.each(['days', 'weeks', 'hours', 'seconds'] as const)(
    'a billion %s stop at the end of time, they do not throw',
    (unit) => {
      const end = addDuration(at('2026-01-01T00:00:00Z'), { amount: 1_000_000_000, unit }, 'Asia/Tokyo')
      expect(end).toBeLessThanOrEqual(maxInstant)
      expect(end).toBeGreaterThan(at('2026-01-01T00:00:00Z'))
    },
  )
})

test('durationToMilliseconds counts a day as 24 hours', () => {
  expect(durationToMilliseconds({ amount: 1, unit: 'days' })).toBe(86_400_000)
  expect(durationToMilliseconds({ amount: 1.5, unit: 'seconds' })).toBe(1500)
})

test('a duration is more than zero, an offset may be to either side', () => {
  expect(durationSchema.safeParse({ amount: 0, unit: 'days' }).success).toBe(false)
  expect(durationSchema.safeParse({ amount: -1, unit: 'days' }).success).toBe(false)
  expect(durationSchema.safeParse({ amount: 1, unit: 'months' }).success).toBe(false)
  expect(offsetSchema.safeParse({ amount: -1, unit: 'days' }).success).toBe(true)
})

test('adding days agrees with the calendar also next to clock changes', () => {
  const zones = ['America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca']
  const instants = fc.integer({ min: at('2009-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
  fc.assert(
    fc.property(instants, fc.integer({ min: -400, max: 400 }), fc.constantFrom(...zones), (instant, days, zone) => {
      const calendar = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).add({ days })
      expect(addDuration(instant, { amount: days, unit: 'days' }, zone)).toBe(calendar.epochMilliseconds)
    }),
    { numRuns: 500 },
  )
})
