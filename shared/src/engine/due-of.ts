import { dateInZone, nextInWindow, startOfDateInZone, timeOnDate } from '../time/calendar.ts'
import { addDuration } from '../time/duration.ts'
import { parseInstant, parseLocalDateTime, type Instant } from '../time/instant.ts'
import { nextSendTime } from '../time/send-times.ts'
import { zoneOf } from '../time/zone-choice.ts'
import type { Enrollment } from './enrollment.ts'
import type { Plan, Step } from '../plan/plan.ts'

/** When a wait that was entered at `enteredAt` is over; null when its date field has no usable value. */
export function dueOf(
  plan: Pick<Plan, 'timeZone'>,
  { until, zone: choice }: Pick<Extract<Step, { op: 'delay' }>, 'until' | 'zone'>,
  { enteredAt, fields }: Pick<Enrollment, 'enteredAt' | 'fields'>,
): Instant | null {
  const zone = zoneOf(choice, plan.timeZone, fields)
  switch (until.kind) {
    case 'duration':
      return addDuration(enteredAt, until.duration, zone)
    case 'instant':
      return parseInstant(until.at)
    case 'clock':
      return parseLocalDateTime(until.at, zone)
    case 'field': {
      const value = fields[until.field]
      if (typeof value !== 'string') return null
      const base = parseInstant(value) ?? startOfDateInZone(value, zone)
      if (base === null) return null
      const moment = until.offset === null ? base : addDuration(base, until.offset, zone)
      return until.time == null ? moment : timeOnDate(dateInZone(moment, zone), until.time, zone)
    }
    case 'window':
      return nextInWindow(enteredAt, until.window, zone)
  }
}

/** When the step may begin what it does outside, for somebody who would have it done at `instant`. */
export function sendTimeOf(
  plan: Pick<Plan, 'timeZone'>,
  step: Step,
  fields: Enrollment['fields'],
  instant: Instant,
): Instant {
  return step.op === 'perform' ? nextSendTime(step.sendTimes, instant, { journeyZone: plan.timeZone, fields }) : instant
}
