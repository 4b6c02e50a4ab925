import type { Signal } from '../../conditions/condition.ts'
import type { FieldValue, FieldValues } from '../../values/field-type.ts'
import { writeFields } from '../../values/write-fields.ts'
import { addDuration } from '../../time/duration.ts'
import type { AdvanceEvent } from './advance-event.ts'
import { fail, leave } from './leave.ts'
import type { Step } from '../../plan/plan.ts'
import { type Next, renderText, type Run, setFields, signal } from './run.ts'
import { deferUntilSendTime } from './wait.ts'

export function performInside(run: Run, step: Extract<Step, { op: 'perform' }>): Next {
  const { enrollment, now } = run
  switch (step.effect) {
    case 'updateField': {
      const changed: FieldValues = {}
      for (const { field, value } of step.params.assignments) {
        if (!run.plan.fields.some(({ key }) => key === field)) return fail(run, step, { code: 'fieldUnknown', field })
        const raw = isTemplate(value) ? renderText(run, value.template) : { ok: true as const, value }
        if (!raw.ok) return fail(run, step, { code: 'textFailed', field, message: raw.message })
        const { fields, issues } = writeFields(run.plan.fields, { [field]: raw.value })
        if (issues.length > 0) return fail(run, step, { code: 'valueInvalid', field, issue: issues[0] })
        Object.assign(changed, fields)
      }
      setFields(run, changed)
      return leave(run, step, step.done, { code: 'updated', fields: Object.keys(changed) })
    }
    case 'openCta': {
      const { name, type, reason, priority, owner, comments, dueInDays } = step.params
      const texts: Record<string, string> = {}
      for (const [key, source] of Object.entries({ name, reason, owner, comments })) {
        const text = renderText(run, source)
        if (!text.ok) return fail(run, step, { code: 'textFailed', field: key, message: text.message })
        texts[key] = text.value
      }
      run.commands.push({
        type: 'openCta',
        nodeId: step.nodeId,
        stepId: enrollment.stepId,
        visit: enrollment.visit,
        cta: {
          name: texts.name!,
          type,
          reason: texts.reason!,
          priority,
          owner: texts.owner!,
          comments: texts.comments!,
          dueAt: dueInDays === null ? null : addDuration(now, { amount: dueInDays, unit: 'days' }, run.plan.timeZone),
        },
      })
      signal(run, 'ctaOpened', step.nodeId)
      return leave(run, step, step.done, { code: 'ctaOpened' })
    }
    case 'closeCta': {
      const { node, outcome } = step.params
      run.commands.push({ type: 'closeCta', nodeId: node, outcome })
      signal(run, outcome === 'closedSuccess' ? 'ctaClosedSuccess' : 'ctaClosedLost', node)
      return leave(run, step, step.done, { code: 'ctaClosed', outcome })
    }
    default:
      throw new Error(`${step.effect} does not run inside the transaction`)
  }
}

export function onEffectFailed(
  run: Run,
  step: Step,
  { error, retryAt = null, policy }: Extract<AdvanceEvent, { type: 'effectFailed' }>,
): Next {
  if (step.op !== 'perform') throw new Error(`an effect came back at ${run.enrollment.stepId}, which performs none`)
  if (retryAt !== null) {
    deferUntilSendTime(run, step, retryAt)
    return undefined
  }
  if (step.effect === 'callExternalAction') {
    signal(run, 'calloutFailed', step.nodeId, calloutPayload(error.code, error))
  }
  return fail(run, step, error, policy ?? step.onError)
}

export function calloutPayload(outcome: string, details: object | undefined): NonNullable<Signal['payload']> {
  const status = details && 'status' in details ? details.status : null
  return typeof status === 'number' ? { outcome, status } : { outcome }
}

function isTemplate(value: FieldValue | { template: string }): value is { template: string } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
