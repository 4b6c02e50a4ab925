import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { clampInstant, type Instant } from './instant.ts'

export const durationUnits = ['seconds', 'minutes', 'hours', 'days', 'weeks'] as const
export type DurationUnit = (typeof durationUnits)[number]

const secondMs = 1000
const dayMs = 86_400 * secondMs

const unitMs: Record<DurationUnit, number> = {
  seconds: secondMs,
  minutes: 60 * secondMs,
  hours: 3600 * secondMs,
  days: dayMs,
  weeks: 7 * dayMs,
}

const maxAmount = 1_000_000_000

export const durationSchema = z.object({
  amount: z.number().positive().max(maxAmount),
  unit: z.enum(durationUnits),
})

export type Duration = z.infer<typeof durationSchema>

/** An offset from an instant: before it when the amount is negative. */
export const offsetSchema = z.object({
  amount: z.number().min(-maxAmount).max(maxAmount),
  unit: z.enum(durationUnits),
})

export type Offset = z.infer<typeof offsetSchema>

/** Days and weeks count as 24 and 168 hours here; `addDuration` counts them on the calendar. */
export function durationToMilliseconds(duration: Offset): number {
  return Math.round(duration.amount * unitMs[duration.unit])
}

/**
 * Whole days and weeks are calendar days of the zone, so that "in one day" is the same clock time even when clocks
 * change in between. Fractions of a day and all smaller units are exact time.
 */
export function addDuration(instant: Instant, duration: Offset, timeZone: string): Instant {
  const days = duration.unit === 'weeks' ? duration.amount * 7 : duration.unit === 'days' ? duration.amount : 0
  const wholeDays = Math.trunc(days)
  const exactMs = days === 0 ? durationToMilliseconds(duration) : Math.round((days - wholeDays) * dayMs)
  return clampInstant(addCalendarDays(instant, wholeDays, timeZone) + exactMs)
}

/**
 * The length in milliseconds of a duration that starts anywhere between `from` and `to`; null when a clock change makes
 * it differ.
 */
export function exactLength(duration: Offset, timeZone: string, from: Instant, to: Instant): number | null {
  if (duration.unit !== 'days' && duration.unit !== 'weeks') return durationToMilliseconds(duration)
  const length = addDuration(from, duration, timeZone) - from
  const isSame = timeZone === 'UTC' || isWithoutChange(from, Math.max(to, to + length), timeZone)
  return isSame ? length : null
}

// Beyond this no result can be a valid instant, and Temporal would throw.
const maxDays = 4_000_000

function addCalendarDays(instant: Instant, days: number, timeZone: string): number {
  if (days === 0) return instant
  const sameOffset = instant + days * dayMs
  if (timeZone === 'UTC' || Math.abs(days) > maxDays || isWithoutChange(instant, sameOffset, timeZone))
    return sameOffset
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).add({ days }).epochMilliseconds
}

// Between two clock changes a calendar day has 24 hours. This look-up takes a tenth of the time of the calendar (14
// µs), which every enrollment that enters a wait would otherwise cost.
const stretches = new Map<string, { from: Instant; to: Instant }>()

function isWithoutChange(instant: Instant, other: Instant, timeZone: string): boolean {
  let stretch = stretches.get(timeZone)
  if (!stretch || instant < stretch.from || instant >= stretch.to) {
    const moment = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
    stretch = {
      // One millisecond later, because `previous` leaves out a change at this very instant, which already applies.
      from: moment.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
      to: moment.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    }
    stretches.set(timeZone, stretch)
  }
  return other >= stretch.from && other < stretch.to
}

export function negate(duration: Offset): Offset {
  return { amount: -duration.amount, unit: duration.unit }
}
