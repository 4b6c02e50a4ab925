import { addDuration, exactLength } from '../../time/duration.ts'
import { parseInstant, type Instant } from '../../time/instant.ts'
import type { Enrollment } from '../enrollment.ts'
import { dueOf, sendTimeOf } from '../due-of.ts'
import type { Plan, Step } from '../../plan/plan.ts'

export const defaultSpreadMsPer10k = 5 * 60_000

/** How long those who become due together are spread over, so that they do not arrive together. */
export function spreadWindowMs(people: number, msPer10k = defaultSpreadMsPer10k): number {
  return Math.round((people / 10_000) * msPer10k)
}

/**
 * How everybody in a wait is timed, when it is the same arithmetic for all of them: so long after they entered (`null` for
 * no limit), or a moment.
 */
export type CommonTiming =
  | { op: 'delay'; afterMs: number }
  | { op: 'delay'; at: Instant }
  | { op: 'await'; afterMs: number | null }

/**
 * `retime` for a whole step at once, for those who entered it between `from` and `to`; null when it takes a look at each
 * person: their fields, their zone, or a clock change between them.
 */
export function commonTiming(plan: Plan, step: Step, from: Instant, to: Instant): CommonTiming | null {
  if (step.op === 'await') {
    if (step.timeLimit === null) return { op: 'await', afterMs: null }
    const afterMs = exactLength(step.timeLimit, plan.timeZone, from, to)
    return afterMs === null ? null : { op: 'await', afterMs }
  }
  if (step.op !== 'delay' || step.zone !== 'journey') return null
  if (step.until.kind === 'instant') {
    const at = parseInstant(step.until.at)
    return at === null ? null : { op: 'delay', at }
  }
  if (step.until.kind !== 'duration') return null
  const afterMs = exactLength(step.until.duration, plan.timeZone, from, to)
  return afterMs === null ? null : { op: 'delay', afterMs }
}

/**
 * The times of somebody who stands in a wait whose definition changed, counted from when they entered it. Who is overdue by
 * the new definition becomes due within the window, at the place in it that `chance` (0 to 1) names.
 */
export function retime(
  plan: Plan,
  enrollment: Pick<Enrollment, 'stepId' | 'enteredAt' | 'fields' | 'dueAt' | 'timeLimitAt'>,
  now: Instant,
  spread: { windowMs: number; chance: number },
): { dueAt: Instant | null; timeLimitAt: Instant | null } {
  const step = plan.steps[enrollment.stepId]
  const later = now + Math.round(spread.windowMs * spread.chance)
  if (step?.op === 'delay') {
    const due = dueOf(plan, step, enrollment) ?? now
    return { dueAt: due > now ? due : later, timeLimitAt: null }
  }
  if (step?.op === 'await') {
    const limit = step.timeLimit === null ? null : addDuration(enrollment.enteredAt, step.timeLimit, plan.timeZone)
    // An earlier look stays: a signal may have asked for it, or a date that makes the condition true. Looking in vain only
    // sets the next one.
    const { dueAt } = enrollment
    const due = dueAt !== null && (limit === null || dueAt < limit) ? dueAt : limit
    return { dueAt: due !== null && due <= now ? later : due, timeLimitAt: limit }
  }
  // Whoever is due already is judged when a worker comes to them; whoever is deferred is deferred to the new hours.
  if (step?.op === 'perform' && enrollment.dueAt !== null && enrollment.dueAt > now) {
    const due = sendTimeOf(plan, step, enrollment.fields, now)
    const spread = due > now ? due : sendTimeOf(plan, step, enrollment.fields, later)
    return { dueAt: spread, timeLimitAt: null }
  }
  return { dueAt: enrollment.dueAt, timeLimitAt: enrollment.timeLimitAt }
}
