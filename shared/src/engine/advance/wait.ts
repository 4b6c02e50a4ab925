import { type ConditionContext, evaluateCondition, nextTimeRelevant } from '../../conditions/evaluate-condition.ts'
import type { Signal } from '../../conditions/condition.ts'
import { coerceField } from '../../values/coerce-field.ts'
import { fieldValue, type FieldValues } from '../../values/field-type.ts'
import { writeFields } from '../../values/write-fields.ts'
import type { Instant } from '../../time/instant.ts'
import { sendTimeOf } from '../due-of.ts'
import { leave } from './leave.ts'
import type { KeptPayload, Step } from '../../plan/plan.ts'
import { conditionContext, type Next, type Run, setFields } from './run.ts'

/** Nothing goes out at an hour that the step does not allow: the person is due when it next may. */
export function deferUntilSendTime(run: Run, step: Step, instant: Instant): boolean {
  const due = sendTimeOf(run.plan, step, run.enrollment.fields, instant)
  run.enrollment.dueAt = due
  return due > run.now
}

/**
 * Met wins over the time limit when both fall on the same instant. However late we come to look, the answer is the one we
 * would have got in time: every moment since we should have looked at which it could have changed is looked at in its
 * order, each with the signals there were by then, and nothing from after the limit counts.
 */
export function checkAwait(run: Run, step: Extract<Step, { op: 'await' }>): Next {
  const { enrollment, now } = run
  const limit = enrollment.timeLimitAt
  const ours = signalsFor(run, step)
  const end = limit === null ? now : Math.min(now, limit)
  for (let at = Math.min(enrollment.dueAt ?? now, end); ;) {
    const signals = ours.filter((signal) => signal.at <= at)
    const context = { ...conditionContext(run), signals, now: at }
    const { met, trace } = evaluateCondition(step.condition, context)
    if (met) {
      if (step.keeps) keepPayload(run, step, step.keeps, context)
      return leave(run, step, step.met, { code: 'met', trace })
    }
    const byTime = nextTimeRelevant(step.condition, context)
    const bySignal = ours.reduce((first, signal) => (signal.at > at && signal.at < first ? signal.at : first), Infinity)
    const next = Math.min(byTime ?? Infinity, bySignal, at < end ? end : Infinity)
    if (next <= end) {
      at = next
      continue
    }
    if (limit !== null && limit <= now) return leave(run, step, step.timedOut, { code: 'timedOut', trace })
    // Also a signal that another machine's clock dates after this moment: nobody would look for it again before the limit.
    const soonest = Math.min(byTime ?? Infinity, bySignal, limit ?? Infinity)
    enrollment.dueAt = soonest === Infinity ? null : soonest
    return undefined
  }
}

export function signalsFor({ enrollment }: Run, step: Extract<Step, { op: 'await' | 'branch' }>): readonly Signal[] {
  if (!step.ownSignals) return enrollment.signals
  const { nodeEnteredAt } = enrollment
  return enrollment.signals.filter(({ nodeId, at }) => nodeId === step.nodeId && at >= nodeEnteredAt)
}

/** The values come from outside: one that is none of its type is absent, as if it had not been sent. */
function keepPayload(
  run: Run,
  { nodeId, condition }: Extract<Step, { op: 'await' }>,
  { values, save }: KeptPayload,
  context: ConditionContext,
): void {
  const decisive = context.signals.find((signal) => evaluateCondition(condition, { ...context, signals: [signal] }).met)
  const payload = decisive?.payload ?? {}
  const kept: FieldValues = {}
  const sent: FieldValues = {}
  for (const { name, key, type } of values) {
    const coerced = coerceField(fieldValue(payload, key), { key: name, type })
    kept[name] = coerced.ok ? coerced.value : null
    if (coerced.ok && Object.hasOwn(payload, key)) sent[name] = coerced.value
  }
  const { enrollment, plan } = run
  enrollment.outputs = { ...enrollment.outputs, [nodeId]: { ...enrollment.outputs[nodeId], ...kept } }
  const changes = Object.fromEntries(save.map(({ output, field }) => [field, sent[output]]))
  const { fields } = writeFields(plan.fields, changes)
  if (Object.keys(fields).length > 0) setFields(run, fields)
}
