import { addDuration } from '../time/duration.ts'
import type { Instant } from '../time/instant.ts'
import { dueOf, type Enrollment } from './advance.ts'
import type { Plan } from './plan.ts'

/** 5 minutes for every 10,000 people, so that those who become due together do not arrive together. */
export function spreadWindowMs(people: number): number {
  return Math.round((people / 10_000) * 5 * 60_000)
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
  return { dueAt: enrollment.dueAt, timeLimitAt: enrollment.timeLimitAt }
}
