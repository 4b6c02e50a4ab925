import type { Reason } from '../../effects/reason.ts'
import type { DropReason, StepError } from './advance-event.ts'
import type { ErrorPolicy } from '../../effects/error-policy.ts'
import type { Exit, Step } from '../../plan/plan.ts'
import { finish, type Next, record, type Run, stepOf } from './run.ts'

export function leave(
  run: Run,
  step: Step,
  exit: Exit,
  reason: Reason | null,
  outcome: 'left' | 'ended' = 'left',
): Next {
  record(run, step, exit.outlet, exit.outlet === null ? 'continued' : outcome, reason)
  if (exit.outlet === null) return { stepId: exit.stepId, inside: true }
  run.commands.push({ type: 'count', nodeId: step.nodeId, metric: `left:${exit.outlet}` })
  if (run.enrollment.backfill?.nodeId === step.nodeId) return returnFromBackfill(run)
  return { stepId: exit.stepId }
}

export function returnFromBackfill(run: Run): Next {
  const { enrollment } = run
  const backfill = enrollment.backfill!
  enrollment.backfill = null
  if (backfill.completed !== null) {
    if (backfill.stepId !== null) enrollment.stepId = backfill.stepId
    finish(run, 'completed', backfill.completed)
    return undefined
  }
  return backfill.stepId === null
    ? { stepId: null, reason: 'nodeRemovedExit' }
    : { stepId: backfill.stepId, back: backfill }
}

/** Closing a CTA and writing a field reach nobody, so they happen all the same. */
export function isSkipped(run: Run, { effect }: Extract<Step, { op: 'perform' }>): boolean {
  return run.skips !== null && effect !== 'updateField' && effect !== 'closeCta'
}

export function skip(run: Run, step: Extract<Step, { op: 'perform' }>): Next {
  run.skippedIn = step.nodeId
  return leave(run, step, step.without ?? step.done, run.skips)
}

export function fail(
  run: Run,
  step: Extract<Step, { op: 'perform' }>,
  error: StepError,
  policy: ErrorPolicy = step.onError,
): Next {
  switch (policy) {
    case 'continue':
      return leave(run, step, step.without ?? step.done, { ...error, policy: 'continue' })
    case 'outlet':
      if (step.failed) return leave(run, step, step.failed, { ...error, policy: 'outlet' })
      return park(run, error)
    case 'park':
      return park(run, error)
    case 'drop':
      drop(run, step, { ...error, policy: 'drop' })
      return undefined
  }
}

export function drop(run: Run, step: Step, reason: DropReason | StepError): void {
  record(run, step, null, 'dropped', reason)
  run.commands.push({ type: 'count', nodeId: step.nodeId, metric: 'dropped' })
  finish(run, 'dropped', reason.code)
}

/** The person stays where they are, out of the engine's reach until an operator decides. */
export function park(run: Run, error: StepError): undefined {
  const step = stepOf(run.plan, run.enrollment.stepId)
  record(run, step, null, 'parked', { ...error, policy: 'park' })
  run.commands.push({ type: 'count', nodeId: step.nodeId, metric: 'parked' })
  run.enrollment.status = 'parked'
  run.enrollment.reason = error.code
  run.enrollment.dueAt = null
  return undefined
}
