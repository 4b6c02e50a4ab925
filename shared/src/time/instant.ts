import { Temporal } from 'temporal-polyfill'

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

// 9999-12-31T23:59:59.999Z: the last instant with a four-digit year, which every target system understands.
export const maxInstant: Instant = 253_402_300_799_999
// 0001-01-01T00:00:00Z
export const minInstant: Instant = -62_135_596_800_000

const instantPattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d)?)$/

/** ISO 8601 with a zone, as in `2026-11-22T09:00:00+09:00`; null for anything else. */
export function parseInstant(text: string): Instant | null {
  const match = instantPattern.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second = '0', fraction = '0', sign, offsetHour = '0', offsetMinute = '0'] =
    match
  if (!isCalendarDate(Number(year), Number(month), Number(day))) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000)
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000 * (sign === '-' ? -1 : 1)
  const local = utc(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  )
  return clampedOrNull(local - offset)
}

export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString()
}

/**
 * `2026-11-22T09:00` in a zone. A time that a clock change skips is moved forward by the gap; of a time that occurs
 * twice, the first counts.
 */
export function parseLocalDateTime(text: string, timeZone: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/.test(text)) return null
  try {
    const local = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' })
    if (/:60/.test(text)) return null
    return clampedOrNull(local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

export function clampInstant(instant: number): Instant {
  return Math.min(maxInstant, Math.max(minInstant, Math.floor(instant)))
}

export function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= (month === 2 ? (isLeapYear ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31)
}

function clampedOrNull(instant: number): Instant | null {
  return instant < minInstant || instant > maxInstant ? null : instant
}

// Date.UTC maps the years 0 to 99 to 1900 to 1999.
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}
