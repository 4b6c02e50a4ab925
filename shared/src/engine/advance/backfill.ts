import type { AdvanceEvent } from './advance-event.ts'
import { arrive, enter } from './arrive.ts'
import type { Backfill } from '../enrollment.ts'
import { isSkipped, leave, skip } from './leave.ts'
import { isResting, type Step } from '../../plan/plan.ts'
import { isInTransaction } from '../../effects/effect.ts'
import { type Next, recordMoved, type Run, stepOf } from './run.ts'
import { checkAwait } from './wait.ts'

export function startBackfill(
  run: Run,
  { to, dueAt, continuesThere, reason }: Extract<AdvanceEvent, { type: 'backfilled' }>,
): Next {
  const { enrollment } = run
  const isCompleted = enrollment.status === 'completed'
  const backfill: Backfill = {
    nodeId: stepOf(run.plan, to).nodeId,
    stepId: enrollment.stepId,
    enteredAt: enrollment.enteredAt,
    dueAt: enrollment.dueAt,
    timeLimitAt: enrollment.timeLimitAt,
    completed: isCompleted ? (enrollment.reason ?? 'endOfPath') : null,
  }
  if (!isCompleted) recordMoved(run, reason)
  enrollment.status = 'active'
  enrollment.reason = null
  enrollment.backfill = continuesThere ? null : backfill
  const step = enter(run, to, false)
  if (!isResting(step)) return arrive(run, step)
  enrollment.dueAt = dueAt
  return undefined
}

/** Goes on where the person stood before their backfill, by the times they had. */
export function resumeAfterBackfill(run: Run, step: Step, backfill: Backfill): Next {
  const { enrollment, now } = run
  if (step.op === 'branch' || step.op === 'end' || (step.op === 'perform' && isInTransaction(step.effect))) {
    return arrive(run, step)
  }
  enrollment.enteredAt = backfill.enteredAt
  enrollment.timeLimitAt = backfill.timeLimitAt
  if (step.op === 'perform') return isSkipped(run, step) ? skip(run, step) : undefined
  enrollment.dueAt = backfill.dueAt
  if (step.op === 'await') return checkAwait(run, step)
  return backfill.dueAt !== null && backfill.dueAt > now ? undefined : leave(run, step, step.next, { code: 'waited' })
}
