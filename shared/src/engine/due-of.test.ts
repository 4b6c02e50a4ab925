import { describe, expect, test } from 'vitest'
import type { FieldValues } from '../values/field-type.ts'
import { formatInstant, parseInstant } from '../time/instant.ts'
import { dueOf } from './due-of.ts'
import type { DelayUntil } from '../plan/plan.ts'

// What each mode of a wait makes of days that have no 24 hours, of clock times that are missing or come twice, and of the
// ends of months and leap years. Offsets are written out, so that a case can be checked by hand.

const days = (amount: number): DelayUntil => ({ kind: 'duration', duration: { amount, unit: 'days' } })
const hours = (amount: number): DelayUntil => ({ kind: 'duration', duration: { amount, unit: 'hours' } })
const clock = (at: string): DelayUntil => ({ kind: 'clock', at })
const onDate = (time: string | null, offsetDays = 0): DelayUntil => ({
  kind: 'field',
  field: 'date',
  offset: offsetDays === 0 ? null : { amount: offsetDays, unit: 'days' },
  time,
})
const during = (weekdays: number[], from: string, to: string): DelayUntil => ({
  kind: 'window',
  window: { weekdays, from, to },
})

type Case = [title: string, zone: string, entered: string, until: DelayUntil, expected: string, date?: string]

function check([, zone, entered, until, expected, date]: Case): void {
  const fields: FieldValues = date === undefined ? {} : { date }
  const due = dueOf({ timeZone: 'UTC' }, { until, zone }, { enteredAt: parseInstant(entered)!, fields })
  expect(due === null ? null : formatInstant(due)).toBe(formatInstant(parseInstant(expected)!))
}

const newYork = 'America/New_York'
const lordHowe = 'Australia/Lord_Howe'
const sydney = 'Australia/Sydney'
const london = 'Europe/London'
const tokyo = 'Asia/Tokyo'

describe('a duration', () => {
  test.each<Case>([
    ['a day of 23 hours', newYork, '2026-03-07T12:00-05:00', days(1), '2026-03-08T12:00-04:00'],
    ['a day of 25 hours', newYork, '2026-10-31T12:00-04:00', days(1), '2026-11-01T12:00-05:00'],
    [
      'into a time that is skipped: moved on by the gap',
      newYork,
      '2026-03-07T02:30-05:00',
      days(1),
      '2026-03-08T03:30-04:00',
    ],
    ['into a time that comes twice: the first', newYork, '2026-10-31T01:30-04:00', days(1), '2026-11-01T01:30-04:00'],
    [
      'out of the second of two: the same clock time',
      newYork,
      '2026-11-01T01:30-05:00',
      days(1),
      '2026-11-02T01:30-05:00',
    ],
    [
      'a week into summer time',
      london,
      '2026-03-25T09:00+00:00',
      { kind: 'duration', duration: { amount: 1, unit: 'weeks' } },
      '2026-04-01T09:00+01:00',
    ],
    ['summer begins in October', sydney, '2026-10-03T12:00+10:00', days(1), '2026-10-04T12:00+11:00'],
    ['summer ends in April', sydney, '2026-04-04T12:00+11:00', days(1), '2026-04-05T12:00+10:00'],
    ['clocks that move by half an hour', lordHowe, '2026-10-03T12:00+10:30', days(1), '2026-10-04T12:00+11:00'],
    ['into half an hour that is skipped', lordHowe, '2026-10-03T02:15+10:30', days(1), '2026-10-04T02:45+11:00'],
    ['into half an hour that comes twice', lordHowe, '2026-04-04T01:45+11:00', days(1), '2026-04-05T01:45+11:00'],
    ['24 hours are exact, also over a change', sydney, '2026-10-03T12:00+10:00', hours(24), '2026-10-04T13:00+11:00'],
    [
      'half a day after whole days is exact time',
      newYork,
      '2026-03-07T20:00-05:00',
      days(1.5),
      '2026-03-09T08:00-04:00',
    ],
    ['into a leap day', 'UTC', '2028-02-28T09:00Z', days(1), '2028-02-29T09:00Z'],
    ['past February without one', 'UTC', '2026-02-28T09:00Z', days(1), '2026-03-01T09:00Z'],
    ['a year of days from a leap day', 'UTC', '2028-02-29T09:00Z', days(365), '2029-02-28T09:00Z'],
    ['from the last of a month', tokyo, '2026-01-31T23:30+09:00', days(1), '2026-02-01T23:30+09:00'],
    ['from the last of a year', tokyo, '2026-12-31T00:00+09:00', days(1), '2027-01-01T00:00+09:00'],
  ])('%s', (...row) => check(row))
})

describe('a date and time', () => {
  test.each<Case>([
    [
      'with an offset: the same moment everywhere',
      newYork,
      '2026-01-01T00:00Z',
      { kind: 'instant', at: '2026-11-22T09:00:00+09:00' },
      '2026-11-22T00:00Z',
    ],
    ['a clock time in its zone', tokyo, '2026-01-01T00:00Z', clock('2026-11-22T09:00'), '2026-11-22T09:00+09:00'],
    [
      'the same clock time is later further west',
      newYork,
      '2026-01-01T00:00Z',
      clock('2026-11-22T09:00'),
      '2026-11-22T09:00-05:00',
    ],
    ['a time that is skipped', newYork, '2026-01-01T00:00Z', clock('2026-03-08T02:30'), '2026-03-08T03:30-04:00'],
    ['a time that comes twice', newYork, '2026-01-01T00:00Z', clock('2026-11-01T01:30'), '2026-11-01T01:30-04:00'],
    [
      'half an hour that is skipped',
      lordHowe,
      '2026-01-01T00:00Z',
      clock('2026-10-04T02:15'),
      '2026-10-04T02:45+11:00',
    ],
    [
      'half an hour that comes twice',
      lordHowe,
      '2026-01-01T00:00Z',
      clock('2026-04-05T01:45'),
      '2026-04-05T01:45+11:00',
    ],
    [
      'an hour that comes twice in April',
      sydney,
      '2026-01-01T00:00Z',
      clock('2026-04-05T02:30'),
      '2026-04-05T02:30+11:00',
    ],
    ['on a leap day', tokyo, '2026-01-01T00:00Z', clock('2028-02-29T09:00:30'), '2028-02-29T09:00:30+09:00'],
  ])('%s', (...row) => check(row))
})

describe('a date of the person', () => {
  const now = '2026-01-01T00:00Z'
  test.each<Case>([
    ['begins with its day', tokyo, now, onDate(null), '2026-02-01T00:00+09:00', '2026-02-01'],
    [
      'begins later where midnight is skipped',
      'America/Sao_Paulo',
      now,
      onDate(null),
      '2018-11-04T01:00-02:00',
      '2018-11-04',
    ],
    [
      'the day before, where that midnight is skipped',
      'America/Sao_Paulo',
      now,
      onDate(null, -1),
      '2018-11-04T01:00-02:00',
      '2018-11-05',
    ],
    ['at a time of its day', tokyo, now, onDate('09:00'), '2026-02-01T09:00+09:00', '2026-02-01'],
    ['at a time that is skipped on its day', newYork, now, onDate('02:30'), '2026-03-08T03:30-04:00', '2026-03-08'],
    ['at a time that comes twice on its day', sydney, now, onDate('02:30'), '2026-04-05T02:30+11:00', '2026-04-05'],
    ['at half an hour that is skipped', lordHowe, now, onDate('02:00'), '2026-10-04T02:30+11:00', '2026-10-04'],
    ['the day before the first of March', tokyo, now, onDate('09:00', -1), '2026-02-28T09:00+09:00', '2026-03-01'],
    ['the same in a leap year', tokyo, now, onDate('09:00', -1), '2028-02-29T09:00+09:00', '2028-03-01'],
    ['30 days after the end of January', tokyo, now, onDate('09:00', 30), '2026-03-02T09:00+09:00', '2026-01-31'],
    ['on a leap day, a year of days later', 'UTC', now, onDate('09:00', 365), '2029-02-28T09:00Z', '2028-02-29'],
    [
      'days before it, over a change of the clocks',
      newYork,
      now,
      onDate('09:00', -7),
      '2026-03-03T09:00-05:00',
      '2026-03-10',
    ],
    [
      'a moment, on the day that its zone shows',
      tokyo,
      now,
      onDate('09:00'),
      '2026-11-23T09:00+09:00',
      '2026-11-22T20:00:00Z',
    ],
    ['a moment without a time of day', tokyo, now, onDate(null, 1), '2026-11-23T20:00Z', '2026-11-22T20:00:00Z'],
    [
      'hours before a moment, and then the time of that day',
      tokyo,
      now,
      { kind: 'field', field: 'date', offset: { amount: -6, unit: 'hours' }, time: '09:00' },
      '2026-11-22T09:00+09:00',
      '2026-11-22T20:00:00Z',
    ],
  ])('%s', (...row) => check(row))

  test.each([undefined, null, 7, 'soon', '2026-02-29', '2026-02-30T09:00:00Z'])('%j is no date', (date) => {
    const until = onDate('09:00')
    expect(
      dueOf({ timeZone: 'UTC' }, { until, zone: 'journey' }, { enteredAt: 0, fields: { date: date ?? null } }),
    ).toBe(null)
  })
})

describe('hours of the week', () => {
  test.each<Case>([
    [
      'opening in skipped time',
      newYork,
      '2026-03-08T00:00-05:00',
      during([7], '02:30', '05:00'),
      '2026-03-08T03:00-04:00',
    ],
    [
      'swallowed by skipped time: a week later',
      lordHowe,
      '2026-10-04T00:00+10:30',
      during([7], '02:10', '02:20'),
      '2026-10-11T02:10+11:00',
    ],
    [
      'in an hour that comes twice: open the first time',
      sydney,
      '2026-04-05T00:00+11:00',
      during([7], '02:15', '02:45'),
      '2026-04-05T02:15+11:00',
    ],
    ['and not the second', sydney, '2026-04-05T02:50+11:00', during([7], '02:15', '02:45'), '2026-04-12T02:15+10:00'],
    [
      'open over a change of the clocks',
      london,
      '2026-03-29T00:45Z',
      during([7], '00:30', '04:00'),
      '2026-03-29T00:45Z',
    ],
    [
      'closing after a change of the clocks',
      london,
      '2026-03-29T04:00+01:00',
      during([7], '00:30', '04:00'),
      '2026-04-05T00:30+01:00',
    ],
    [
      'the Monday after the clocks changed',
      newYork,
      '2026-03-06T18:00-05:00',
      during([1, 2, 3, 4, 5], '09:00', '17:00'),
      '2026-03-09T09:00-04:00',
    ],
    ['on a leap day', 'UTC', '2028-02-28T20:00Z', during([2], '09:00', '17:00'), '2028-02-29T09:00Z'],
    [
      'over the end of a month',
      tokyo,
      '2026-01-30T18:00+09:00',
      during([1], '09:00', '17:00'),
      '2026-02-02T09:00+09:00',
    ],
    [
      'a weekday that a zone left out altogether',
      'Pacific/Apia',
      '2011-12-29T20:00-10:00',
      during([5], '09:00', '17:00'),
      '2012-01-06T09:00+14:00',
    ],
  ])('%s', (...row) => check(row))
})

describe('whose clocks', () => {
  const at = (zone: string, fields: Record<string, string>, timeZone = tokyo) =>
    formatInstant(dueOf({ timeZone }, { until: clock('2026-07-01T09:00'), zone }, { enteredAt: 0, fields })!)

  test.each<[string, string, Record<string, string>, string]>([
    ['the journey’s', 'journey', { timeZone: london }, '2026-07-01T00:00:00.000Z'],
    ['the participant’s', 'participant', { timeZone: london }, '2026-07-01T08:00:00.000Z'],
    ['the journey’s where the participant has none', 'participant', {}, '2026-07-01T00:00:00.000Z'],
    [
      'the journey’s where the participant’s is no zone',
      'participant',
      { timeZone: 'Moon/Tycho' },
      '2026-07-01T00:00:00.000Z',
    ],
    ['those of a named zone, whatever the participant’s', newYork, { timeZone: london }, '2026-07-01T13:00:00.000Z'],
  ])('%s', (_title, zone, fields, expected) => {
    expect(at(zone, fields)).toBe(expected)
  })
})
