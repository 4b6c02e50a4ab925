import type { FieldValue, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { storableText } from '@tabiji/shared/kernel/storable-text.ts'
import { checkCode } from '../engagement/code/check-code.ts'
import { codeThreads } from '../kernel/concurrency/budgets.ts'
import { codeInput, executeCode } from '../engagement/code/execute-code.ts'
import { type Effect } from '../engine/effect.ts'
import { idempotencyKey } from '../integrations/calls/idempotency-key.ts'

// Limits for what is shown with the step. The full values are stored with the person until the person leaves the journey.
const maxShownKeys = 20
const maxShownText = 200
const maxShownItems = 20

/**
 * The code of one step execution. It has no effect outside, so a repetition does no harm: only the result that is written counts.
 */
export const runCode: Effect<'runCode', never> = {
  // Enough that no thread is idle; more would only wait for a thread.
  concurrency: codeThreads * 4,

  async check(deps, { source }, workspaceId) {
    const issue = await checkCode(deps, source, { workspaceId, personId: null })
    return issue ? [issue] : []
  },

  async perform(context) {
    const { deps, plan, params, fields, outputs } = context
    const result = await executeCode(deps, {
      source: params.source,
      input: codeInput({ fields, definitions: plan.fields, outputs, nodeIds: Object.keys(plan.nodes) }),
      key: idempotencyKey(context),
      owner: { workspaceId: context.workspaceId, personId: null },
    })
    if (!result.ok) {
      const error = { code: 'codeFailed' as const, issue: result.error }
      return { event: { type: 'effectFailed', error, policy: context.onError }, row: null }
    }
    const reason = { code: 'codeRan' as const, returned: abridge(result.value), keys: Object.keys(result.value).length }
    return { event: { type: 'effectSucceeded', outputs: result.value, reason }, row: null }
  },

  record: () => Promise.resolve([]),
}

function abridge(values: FieldValues): FieldValues {
  const shown = Object.entries(values).slice(0, maxShownKeys)
  return Object.fromEntries(shown.map(([key, value]) => [key, abridgeValue(value)]))
}

function abridgeValue(value: FieldValue): FieldValue {
  if (Array.isArray(value)) return value.slice(0, maxShownItems).map((item) => abridgeText(item))
  return abridgeText(value)
}

function abridgeText<Value>(value: Value): Value | string {
  return typeof value === 'string' && value.length > maxShownText ? `${storableText(value, maxShownText)}…` : value
}
