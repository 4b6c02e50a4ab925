import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dateInZone,
  isTimeZone,
  nextInWindow,
  parseDate,
  startOfDateInZone,
  windowSchema,
  type TimeWindow,
} from './calendar.ts'
import { formatInstant, parseInstant } from './instant.ts'

const at = (text: string) => parseInstant(text) ?? Number.NaN
const everyDay = [1, 2, 3, 4, 5, 6, 7]

test.each([
  ['Asia/Tokyo', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['+09:00', false],
  ['Asia/Atlantis', false],
  ['', false],
  ['../etc/passwd', false],
])('isTimeZone(%j) is %j, also when asked again', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected)
  expect(isTimeZone(name)).toBe(expected)
})

describe('nextInWindow', () => {
  const office: TimeWindow = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
  const night: TimeWindow = { weekdays: [5], from: '22:00', to: '06:00' }
  const cases: [string, string, TimeWindow, string, string][] = [
    ['inside: at once', '2026-11-24T03:00:00Z', office, 'Asia/Tokyo', '2026-11-24T03:00:00.000Z'],
    ['at the opening: at once', '2026-11-24T00:00:00Z', office, 'Asia/Tokyo', '2026-11-24T00:00:00.000Z'],
    ['at the close: the next day', '2026-11-24T08:00:00Z', office, 'Asia/Tokyo', '2026-11-25T00:00:00.000Z'],
    ['before: the same day', '2026-11-23T23:00:00Z', office, 'Asia/Tokyo', '2026-11-24T00:00:00.000Z'],
    ['on Friday evening: on Monday', '2026-11-27T09:00:00Z', office, 'Asia/Tokyo', '2026-11-30T00:00:00.000Z'],
    [
      'on a weekend whose date in UTC is still Friday',
      '2026-11-27T16:00:00Z',
      office,
      'Asia/Tokyo',
      '2026-11-30T00:00:00.000Z',
    ],
    ['after midnight in a window of the day before', '2026-11-28T03:00:00Z', night, 'UTC', '2026-11-28T03:00:00.000Z'],
    ['after a night window has closed: next week', '2026-11-28T06:00:00Z', night, 'UTC', '2026-12-04T22:00:00.000Z'],
    [
      'a window to the end of the day',
      '2026-11-28T23:59:59Z',
      { weekdays: everyDay, from: '00:00', to: '24:00' },
      'UTC',
      '2026-11-28T23:59:59.000Z',
    ],
    [
      'opening in skipped time: when clocks have moved on',
      '2026-03-08T05:00:00Z',
      { weekdays: [7], from: '02:30', to: '05:00' },
      'America/New_York',
      '2026-03-08T07:00:00.000Z',
    ],
    [
      'closing in skipped time: closed when clocks have moved on',
      '2026-03-08T07:00:00Z',
      { weekdays: everyDay, from: '01:00', to: '02:30' },
      'America/New_York',
      '2026-03-09T05:00:00.000Z',
    ],
    [
      'a window that lies in skipped time: the next day',
      '2026-03-08T05:00:00Z',
      { weekdays: everyDay, from: '02:00', to: '03:00' },
      'America/New_York',
      '2026-03-09T06:00:00.000Z',
    ],
    [
      'a window in a time that comes twice: the first of them',
      '2026-11-01T04:00:00Z',
      { weekdays: [7], from: '01:15', to: '03:00' },
      'America/New_York',
      '2026-11-01T05:15:00.000Z',
    ],
  ]
  test.each(cases)('%s', (_name, from, window, timeZone, expected) => {
    expect(formatInstant(nextInWindow(at(from), window, timeZone))).toBe(expected)
  })

  test('never goes back, and stays where it arrives', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
    const windows = fc
      .record({ weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), from: time, to: time })
      .filter(({ from, to }) => from !== to)
    const instants = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    const zones = fc.constantFrom('America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'UTC')
    fc.assert(
      fc.property(instants, windows, zones, (instant, window, zone) => {
        const opening = nextInWindow(instant, window, zone)
        expect(opening).toBeGreaterThanOrEqual(instant)
        expect(nextInWindow(opening, window, zone)).toBe(opening)
      }),
    )
  })

  test('what it remembers of a window never changes an answer', () => {
    const asked = fc.array(fc.integer({ min: at('2026-03-01T00:00:00Z'), max: at('2026-03-15T00:00:00Z') }), {
      minLength: 2,
      maxLength: 20,
    })
    fc.assert(
      fc.property(asked, fc.constantFrom('America/New_York', 'Asia/Tokyo'), (instants, zone) => {
        const remembered = { ...night, weekdays: [2, 5, 7] }
        for (const instant of instants) {
          expect(nextInWindow(instant, remembered, zone)).toBe(nextInWindow(instant, { ...remembered }, zone))
        }
      }),
    )
  })
})

test.each([
  { weekdays: [], from: '09:00', to: '17:00' },
  { weekdays: [0], from: '09:00', to: '17:00' },
  { weekdays: [1], from: '9:00', to: '17:00' },
  { weekdays: [1], from: '24:00', to: '17:00' },
  { weekdays: [1], from: '09:00', to: '25:00' },
  { weekdays: [1], from: '09:00', to: '09:00' },
])('a window cannot be %j', (window) => {
  expect(windowSchema.safeParse(window).success).toBe(false)
})

describe('startOfDateInZone', () => {
  const cases: [string, string, string, string | null][] = [
    ['midnight', '2026-11-22', 'Asia/Tokyo', '2026-11-21T15:00:00.000Z'],
    ['a leap day', '2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
    ['a day whose midnight is skipped', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['no leap day', '2026-02-29', 'UTC', null],
    ['no date', 'soon', 'UTC', null],
  ]
  test.each(cases)('%s', (_name, date, timeZone, expected) => {
    const instant = startOfDateInZone(date, timeZone)
    expect(instant === null ? null : formatInstant(instant)).toBe(expected)
  })
})

test('dateInZone and addDays are dates on the calendar', () => {
  expect(dateInZone(at('2026-11-22T16:00:00Z'), 'Asia/Tokyo')).toBe('2026-11-23')
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  expect(addDays('9999-12-31', 1)).toBeNull()
  expect(addDays('soon', 1)).toBeNull()
  expect(parseDate('2026-13-01')).toBeNull()
})
