import { mapTokens } from '@tabiji/shared/callout/map-tokens.ts'
import { nextAttemptAt } from '@tabiji/shared/callout/retry-policy.ts'
import { coerceField } from '@tabiji/shared/field/coerce.ts'
import type { FieldValues } from '@tabiji/shared/field/field-type.ts'
import type { Issue } from '@tabiji/shared/issue.ts'
import { liquidScope } from '@tabiji/shared/plan/advance.ts'
import { err, ok, type Result } from '@tabiji/shared/result.ts'
import type { NewCalloutAttempt } from '../callouts/callout-attempt.ts'
import { insertCalloutAttempts } from '../callouts/callout-attempt.repository.ts'
import { addCalloutCounters } from '../callouts/callout-counter.repository.ts'
import { isHold } from '../callouts/callout-error.ts'
import { loadCalloutTarget, type CalloutTarget } from '../callouts/load-callout-target.ts'
import { performCallout, type PerformedCallout } from '../callouts/perform-callout.ts'
import { idempotencyKey, type Effect, type EffectContext, type Performed } from './define-effect.ts'

/** How long people wait before a closed connection is looked at again. */
const holdMs = 10_000

export type CalloutRow = { attempt: NewCalloutAttempt; isFirst: boolean; isFinal: boolean }

/** What the first attempt fixed: every automatic retry sends these values through this version of the action. */
type Frozen = { values: FieldValues }

/**
 * The callout of one step execution. What it was entered with stays over its automatic retries; credentials and base URL
 * are the connection's of this moment.
 */
export const callExternalAction: Effect<'callExternalAction', CalloutRow> = {
  async perform(context) {
    const { deps, workspaceId, params, plan } = context
    const version = plan.externalActions[params.externalActionId]!
    const { externalActionId } = params
    const target = await loadCalloutTarget(deps, { workspaceId, externalActionId, version })
    if (!target) throw new Error(`external action ${externalActionId} version ${version} is gone`)

    const startedAt = deps.clock.now()
    const frozen = context.frozen as Frozen | undefined
    const mapped = frozen ? ok(frozen.values) : mapValues(context, target)
    const callout: PerformedCallout = mapped.ok
      ? await performCallout(deps, target, { values: mapped.value, idempotencyKey: idempotencyKey(context) })
      : notMapped(mapped.error)
    if (isHold(callout.error)) {
      const until = new Date(deps.clock.now().getTime() + holdMs)
      return { event: { type: 'held', until, reason: callout.error!.code }, row: null }
    }

    const retryAt =
      callout.outcome === 'succeeded'
        ? null
        : nextAttemptAt(
            target.action.retry,
            context.attempt,
            callout.outcome,
            callout.status,
            callout.retryAfter,
            deps.clock.now().getTime(),
            Math.random(),
          )
    return {
      event: eventOf(context, callout, retryAt),
      ...(retryAt === null || !mapped.ok ? {} : { freeze: { values: mapped.value } satisfies Frozen }),
      row: {
        attempt: toAttempt(context, target, callout, startedAt, retryAt),
        // A try that was cut off left no record, so the repetition stands for it.
        isFirst: context.attempt === 1 || context.frozen === undefined,
        isFinal: retryAt === null,
      },
    }
  },

  async record(trx, rows) {
    const written = await insertCalloutAttempts(
      trx,
      rows.map((row) => row.attempt),
    )
    return rows.filter((row) => written.has(row.attempt.id))
  },

  async count(trx, rows, moving) {
    const counted = rows.map((row) => {
      const { attempt, isFirst, isFinal } = row
      const isTheirs = moving.has(row)
      return {
        journeyId: attempt.journeyId!,
        nodeId: attempt.nodeId!,
        versionNumber: attempt.versionNumber!,
        startedAt: attempt.startedAt,
        outcome: attempt.outcome,
        statusCode: attempt.statusCode,
        durationMs: attempt.durationMs,
        isFirst: isFirst && isTheirs,
        isFinal: isFinal && isTheirs,
      }
    })
    await addCalloutCounters(trx, counted)
  },
}

type Context = EffectContext<'callExternalAction'>

function mapValues({ params, plan, fields, outputs }: Context, target: CalloutTarget): Result<FieldValues> {
  const scope = liquidScope({ fields, outputs })
  const { values, issues } = mapTokens(target.action.tokens, params.tokens, scope, plan.fields, {
    timeZone: plan.timeZone,
  })
  const errors = issues.filter((issue) => issue.severity === 'error')
  return errors.length > 0 ? err(errors) : ok(values)
}

function notMapped(issues: Issue[]): PerformedCallout {
  return {
    outcome: 'mappingError',
    status: null,
    request: null,
    reply: null,
    extracted: {},
    retryAfter: null,
    durationMs: 0,
    error: { code: 'notMapped', issues },
  }
}

function eventOf(context: Context, callout: PerformedCallout, retryAt: number | null): Performed['event'] {
  if (callout.outcome !== 'succeeded') {
    return {
      type: 'effectFailed',
      error: { code: callout.outcome, status: callout.status, attempt: context.attempt, detail: callout.error },
      retryAt,
    }
  }
  const outputs = Object.fromEntries(Object.entries(callout.extracted).map(([name, { value }]) => [name, value]))
  const fields: FieldValues = {}
  const notSaved: string[] = []
  for (const { output, field } of context.params.save) {
    const definition = context.plan.fields.find((candidate) => candidate.key === field)
    const coerced = definition && coerceField(outputs[output] ?? null, definition)
    if (coerced?.ok) fields[field] = coerced.value
    else notSaved.push(field)
  }
  return {
    type: 'effectSucceeded',
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    reason: {
      code: 'called',
      status: callout.status,
      attempt: context.attempt,
      ...(notSaved.length > 0 ? { notSaved } : {}),
    },
  }
}

function toAttempt(
  context: Context,
  target: CalloutTarget,
  callout: PerformedCallout,
  startedAt: Date,
  retryAt: number | null,
): NewCalloutAttempt {
  const { outcome, status, durationMs, request, reply, error } = callout
  return {
    id: context.deps.ids.uuid(),
    startedAt,
    workspaceId: context.workspaceId,
    connectionId: target.connection.id,
    externalActionId: target.externalActionId,
    externalActionVersion: target.version,
    journeyId: context.journeyId,
    versionNumber: context.versionNumber,
    nodeId: context.nodeId,
    stepId: context.stepId,
    enrollmentId: context.enrollmentId,
    participantId: context.participantId,
    visit: context.visit,
    attempt: context.attempt,
    idempotencyKey: idempotencyKey(context),
    inDoubt: context.inDoubt,
    isTest: false,
    outcome,
    statusCode: status,
    durationMs,
    request,
    reply,
    error,
    nextAttemptAt: retryAt === null ? null : new Date(retryAt),
  }
}
