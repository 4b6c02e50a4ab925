import type { AdvanceEvent } from './advance-event.ts'
import { arrive, enter } from './arrive.ts'
import type { Detour } from '../enrollment.ts'
import { isSkipped, leave, skip } from './leave.ts'
import { isInTransaction, isResting, type Step } from '../../plan/plan.ts'
import { type Next, recordMoved, type Run, stepOf } from './run.ts'
import { checkAwait } from './wait.ts'

export function sendTo(run: Run, { to, dueAt, goesOn, reason }: Extract<AdvanceEvent, { type: 'detoured' }>): Next {
  const { enrollment } = run
  const isCompleted = enrollment.status === 'completed'
  const detour: Detour = {
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
  enrollment.detour = goesOn ? null : detour
  const step = enter(run, to, false)
  if (!isResting(step)) return arrive(run, step)
  enrollment.dueAt = dueAt
  return undefined
}

/** Goes on where the person stood before their detour, by the times they had. */
export function comeBack(run: Run, step: Step, detour: Detour): Next {
  const { enrollment, now } = run
  if (step.op === 'branch' || step.op === 'end' || (step.op === 'perform' && isInTransaction(step.effect))) {
    return arrive(run, step)
  }
  enrollment.enteredAt = detour.enteredAt
  enrollment.timeLimitAt = detour.timeLimitAt
  if (step.op === 'perform') return isSkipped(run, step) ? skip(run, step) : undefined
  enrollment.dueAt = detour.dueAt
  if (step.op === 'await') return checkAwait(run, step)
  return detour.dueAt !== null && detour.dueAt > now ? undefined : leave(run, step, step.next, { code: 'waited' })
}
