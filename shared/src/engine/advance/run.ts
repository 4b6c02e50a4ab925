import type { Signal, SignalKind } from '../../conditions/condition.ts'
import type { FieldValues } from '../../values/field-type.ts'
import type { NodeId } from '../../graph/journey-document.ts'
import { formatIssue } from '../../messages/issue.ts'
import type { Instant } from '../../time/instant.ts'
import { renderLiquid } from '../../text/liquid.ts'
import type { Reason } from '../../effects/reason.ts'
import type { MoveReason, SkipReason } from './advance-event.ts'
import type { Command, StepRecord } from './command.ts'
import type { Backfill, Enrollment } from '../enrollment.ts'
import { liquidScope } from '../liquid-scope.ts'
import type { Plan, Step, StepId } from '../../plan/plan.ts'
import { nodeIdOf } from '../../plan/step-id.ts'

export type Run = {
  plan: Plan
  now: Instant
  commands: Command[]
  changedFields: FieldValues
  enrollment: Enrollment
  skips: SkipReason | null
  /** The node whose effect was left out: an answer to it can no longer come. */
  skippedIn: NodeId | null
}

/** Where to go on, `inside` the same node or not, or `back` from a backfill; undefined while the person stays. */
export type Next = { stepId: StepId | null; inside?: boolean; back?: Backfill; reason?: string } | undefined

export function stepOf(plan: Plan, stepId: StepId): Step {
  const step = plan.steps[stepId]
  // A position that the plan does not have is relocated before it comes here.
  if (!step) throw new Error(`the plan has no step ${stepId}`)
  return step
}

export function record(
  run: Run,
  step: Step,
  outlet: string | null,
  outcome: StepRecord['outcome'],
  reason: Reason | null,
): void {
  const { stepId, visit, enteredAt, nodeEnteredAt } = run.enrollment
  run.commands.push({
    type: 'recordStep',
    step: { stepId, nodeId: step.nodeId, visit, enteredAt, nodeEnteredAt, leftAt: run.now, outlet, outcome, reason },
  })
}

/** The step the person leaves may be gone from the plan, so only its id is used. */
export function recordMoved(run: Run, reason: MoveReason): void {
  const { stepId, visit, enteredAt, nodeEnteredAt } = run.enrollment
  const nodeId = nodeIdOf(stepId)
  const moved = { stepId, nodeId, visit, enteredAt, nodeEnteredAt, leftAt: run.now, outlet: null, reason }
  run.commands.push(
    { type: 'recordStep', step: { ...moved, outcome: 'moved' } },
    { type: 'count', nodeId, metric: 'moved' },
  )
}

export function finish(run: Run, status: 'completed' | 'dropped', reason: string): void {
  run.enrollment.status = status
  run.enrollment.reason = reason
  run.enrollment.dueAt = null
  run.enrollment.backfill = null
}

export function signal(run: Run, kind: SignalKind, nodeId: NodeId, payload?: Signal['payload']): void {
  if (!run.plan.listensFor.includes(kind)) return
  const arrived: Signal = { kind, nodeId, at: run.now, ...(payload ? { payload } : {}) }
  run.enrollment.signals = [...run.enrollment.signals, arrived]
  run.commands.push({ type: 'recordSignal', signal: arrived })
}

export function setFields(run: Run, changed: FieldValues): void {
  run.enrollment.fields = { ...run.enrollment.fields, ...changed }
  Object.assign(run.changedFields, changed)
}

export function conditionContext({ enrollment, plan, now }: Run) {
  return {
    fields: enrollment.fields,
    definitions: plan.fields,
    signals: enrollment.signals,
    outputs: enrollment.outputs,
    now,
    timeZone: plan.timeZone,
  }
}

export function renderText(run: Run, source: string): { ok: true; value: string } | { ok: false; message: string } {
  const rendered = renderLiquid(source, liquidScope(run.enrollment), { html: false, timeZone: run.plan.timeZone })
  return rendered.ok ? rendered : { ok: false, message: formatIssue(rendered.error, 'en') }
}
