import { addDays, parseDate, startOfDateInZone } from '../time/calendar.ts'
import { addDuration, negate, type Offset } from '../time/duration.ts'
import { parseInstant, type Instant } from '../time/instant.ts'
import { isOffset, type Operand } from './operand.ts'

/**
 * A time span in which a date test is true, both ends included; null = open. Every time test becomes a span, so that
 * "is it true now" and "when does it change" always agree.
 */
export type TimeSpan = { from: Instant | null; to: Instant | null }

export const emptySpan: TimeSpan = { from: Infinity, to: -Infinity }
export const fullSpan: TimeSpan = { from: null, to: null }

export function includesInstant(span: TimeSpan, now: Instant): boolean {
  return (span.from === null || now >= span.from) && (span.to === null || now <= span.to)
}

/** The first instant after now at which the result of `includesInstant` changes. */
export function nextChangeAfter(span: TimeSpan, now: Instant): Instant | null {
  if (span.from !== null && span.to !== null && span.from > span.to) return null
  if (span.from !== null && now < span.from) return span.from
  if (span.to !== null && now <= span.to) return span.to + 1
  return null
}

/** The span in which "the value is before the operand" is true. */
export function spanOfBefore(value: string, operand: Operand, timeZone: string): TimeSpan {
  const relative = relativeTo(value, operand, timeZone)
  if (relative) return { from: relative.end + 1, to: null }
  const [moment, limit] = [stretchOf(value, timeZone), stretchOf(operand, timeZone)]
  return moment && limit && moment.start < limit.start ? fullSpan : emptySpan
}

/** The span in which "the value is after the operand" is true. */
export function spanOfAfter(value: string, operand: Operand, timeZone: string): TimeSpan {
  const relative = relativeTo(value, operand, timeZone)
  if (relative) return { from: null, to: relative.start - 1 }
  const [moment, limit] = [stretchOf(value, timeZone), stretchOf(operand, timeZone)]
  return moment && limit && moment.start > limit.end ? fullSpan : emptySpan
}

/** The span in which the value is within the duration before now. For a date, days are counted on the calendar. */
export function spanOfWithinLast(value: string, duration: Offset, timeZone: string): TimeSpan {
  const moment = stretchOf(value, timeZone)
  if (!moment) return emptySpan
  const last = shifted(value, duration, timeZone)
  return last ? { from: moment.start, to: last.end } : emptySpan
}

type Stretch = { start: Instant; end: Instant }

// "value < now + offset" is "value - offset < now".
function relativeTo(value: string, operand: Operand, timeZone: string): Stretch | null {
  if (operand !== 'now' && !isOffset(operand)) return null
  return shifted(value, operand === 'now' ? { amount: 0, unit: 'days' } : negate(operand), timeZone)
}

// A date moved by whole days stays a whole day; anything else is an instant.
function shifted(value: string, offset: Offset, timeZone: string): Stretch | null {
  const days = offset.unit === 'weeks' ? offset.amount * 7 : offset.unit === 'days' ? offset.amount : null
  if (parseDate(value) && days !== null && Number.isInteger(days)) {
    const date = addDays(value, days)
    return date === null ? null : stretchOf(date, timeZone)
  }
  const moment = stretchOf(value, timeZone)
  if (!moment) return null
  const instant = addDuration(moment.start, offset, timeZone)
  return { start: instant, end: instant }
}

function stretchOf(moment: Operand, timeZone: string): Stretch | null {
  if (typeof moment !== 'string') return null
  const instant = parseInstant(moment)
  if (instant !== null) return { start: instant, end: instant }
  const start = startOfDateInZone(moment, timeZone)
  const next = addDays(moment, 1)
  const end = next === null ? null : startOfDateInZone(next, timeZone)
  return start === null || end === null ? null : { start, end: end - 1 }
}
