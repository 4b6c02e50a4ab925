import { Temporal } from 'temporal-polyfill'
import { parseDate } from './calendar.ts'
import { parseInstant } from './instant.ts'

/**
 * Formats a date (unchanged) or an instant (in the zone) with a strftime pattern such as `%Y-%m-%d %H:%M`; null for
 * anything else. A `-` after the `%` removes padding.
 */
export function formatDate(value: string, pattern: string, timeZone: string, locale: string): string | null {
  const moment = momentOf(value, timeZone)
  if (!moment) return null
  return pattern.replace(/%(-?)([A-Za-z%])/g, (directive, flag: string, letter: string) => {
    const write = directives[letter]
    if (!write) return directive
    const text = write(moment, locale)
    return flag === '-' ? text.replace(/^[ 0]+(?=.)/, '') : text
  })
}

function momentOf(value: string, timeZone: string): Temporal.ZonedDateTime | null {
  const date = parseDate(value)
  if (date) return Temporal.PlainDate.from(date).toZonedDateTime('UTC')
  const instant = parseInstant(value)
  return instant === null ? null : Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
}

type Directive = (moment: Temporal.ZonedDateTime, locale: string) => string

const padded = (value: number, width: number, fill = '0') => String(value).padStart(width, fill)
const hour12 = (moment: Temporal.ZonedDateTime) => moment.hour % 12 || 12

const directives: Record<string, Directive | undefined> = {
  Y: (moment) => padded(moment.year, 4),
  y: (moment) => padded(moment.year % 100, 2),
  m: (moment) => padded(moment.month, 2),
  B: (moment, locale) => named(moment, locale, { month: 'long' }),
  b: (moment, locale) => named(moment, locale, { month: 'short' }),
  d: (moment) => padded(moment.day, 2),
  e: (moment) => padded(moment.day, 2, ' '),
  j: (moment) => padded(moment.dayOfYear, 3),
  A: (moment, locale) => named(moment, locale, { weekday: 'long' }),
  a: (moment, locale) => named(moment, locale, { weekday: 'short' }),
  u: (moment) => String(moment.dayOfWeek),
  w: (moment) => String(moment.dayOfWeek % 7),
  H: (moment) => padded(moment.hour, 2),
  k: (moment) => padded(moment.hour, 2, ' '),
  I: (moment) => padded(hour12(moment), 2),
  l: (moment) => padded(hour12(moment), 2, ' '),
  M: (moment) => padded(moment.minute, 2),
  S: (moment) => padded(moment.second, 2),
  L: (moment) => padded(moment.millisecond, 3),
  p: (moment) => (moment.hour < 12 ? 'AM' : 'PM'),
  P: (moment) => (moment.hour < 12 ? 'am' : 'pm'),
  s: (moment) => String(Math.floor(moment.epochMilliseconds / 1000)),
  z: (moment) => moment.offset.replace(':', ''),
  Z: (moment) => moment.timeZoneId,
  F: (moment) => moment.toPlainDate().toString(),
  D: (moment) => `${padded(moment.month, 2)}/${padded(moment.day, 2)}/${padded(moment.year % 100, 2)}`,
  R: (moment) => `${padded(moment.hour, 2)}:${padded(moment.minute, 2)}`,
  T: (moment) => `${padded(moment.hour, 2)}:${padded(moment.minute, 2)}:${padded(moment.second, 2)}`,
  '%': () => '%',
}

// Only the date, at noon in UTC, so that the zone cannot shift it by a day.
function named(moment: Temporal.ZonedDateTime, locale: string, options: Intl.DateTimeFormatOptions): string {
  const noon = moment.toPlainDateTime().with({ hour: 12 }).toZonedDateTime('UTC').epochMilliseconds
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(noon)
}
