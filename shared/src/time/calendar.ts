import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { isCalendarDate, type Instant } from './instant.ts'

const knownTimeZones = new Map<string, boolean>()

/** An IANA name such as `Asia/Tokyo`. Bare offsets are refused: they know nothing of daylight saving. */
export function isTimeZone(name: string): boolean {
  const known = knownTimeZones.get(name)
  if (known !== undefined) return known
  const isKnown = /^[A-Za-z][A-Za-z0-9_+\-/]{0,99}$/.test(name) && hasZoneRules(name)
  // Names may come from participants, so the memory has to be bounded.
  if (knownTimeZones.size < 1000) knownTimeZones.set(name, isKnown)
  return isKnown
}

function hasZoneRules(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const clockTimeSchema = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)

/** Hours of certain weekdays (1 = Monday). `to` before `from` ends on the next day; the whole day is 00:00 to 24:00. */
export const windowSchema = z
  .object({
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: clockTimeSchema.refine((time) => time !== '24:00'),
    to: clockTimeSchema,
  })
  .refine((window) => window.from !== window.to, { path: ['to'] })

export type TimeWindow = z.infer<typeof windowSchema>

// Two weeks and a day always hold the next opening, even when a clock change swallows one.
const searchDays = 15

/** The instant itself when the window is open then, else when it opens next. */
export function nextInWindow(instant: Instant, window: TimeWindow, timeZone: string): Instant {
  const today = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()
  // Yesterday's window may last past midnight.
  for (let offset = -1; offset <= searchDays; offset++) {
    const day = today.add({ days: offset })
    if (!window.weekdays.includes(day.dayOfWeek)) continue
    const opens = clockTime(day, window.from, timeZone)
    const closes = clockTime(window.to <= window.from ? day.add({ days: 1 }) : day, window.to, timeZone)
    if (closes <= opens || instant >= closes) continue
    return Math.max(instant, opens)
  }
  throw new Error(`No opening of ${JSON.stringify(window)} within ${searchDays} days`)
}

function clockTime(day: Temporal.PlainDate, time: string, timeZone: string): Instant {
  const date = time === '24:00' ? day.add({ days: 1 }) : day
  const plainTime = time === '24:00' ? '00:00' : time
  return date.toPlainDateTime(Temporal.PlainTime.from(plainTime)).toZonedDateTime(timeZone).epochMilliseconds
}

/** `YYYY-MM-DD` of a day that exists. */
export function parseDate(text: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return isCalendarDate(year, month, day) ? { year, month, day } : null
}

/** When the day `YYYY-MM-DD` begins in a zone, which is not midnight where clocks change then; null for no date. */
export function startOfDateInZone(date: string, timeZone: string): Instant | null {
  const parsed = parseDate(date)
  if (!parsed) return null
  return Temporal.PlainDate.from(parsed).toZonedDateTime(timeZone).epochMilliseconds
}

/** The date `YYYY-MM-DD` that calendars of a zone show at an instant. */
export function dateInZone(instant: Instant, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

export function addDays(date: string, days: number): string | null {
  const parsed = parseDate(date)
  if (!parsed) return null
  const moved = Temporal.PlainDate.from(parsed).add({ days })
  return moved.year < 1 || moved.year > 9999 ? null : moved.toString()
}
