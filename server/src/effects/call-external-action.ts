import { mapTokens } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { type Decision, decideFailure } from '@tabiji/shared/effects/error-rule.ts'
import { isRetried, retryWaitMs } from '@tabiji/shared/http-call/failures/retry-policy.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { writeFields } from '@tabiji/shared/values/write-fields.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { liquidScope } from '@tabiji/shared/engine/liquid-scope.ts'
import { durationToMilliseconds } from '@tabiji/shared/time/duration.ts'
import { err, ok, type Result } from '@tabiji/shared/kernel/result.ts'
import type { NewCalloutAttempt } from '../integrations/calls/attempts/callout-attempt.ts'
import { expectCallbacks, lockExpectedKeys } from '../inbound/callbacks/expect-callbacks.ts'
import { callbackKeyHash } from '../inbound/callbacks/callback-key.ts'
import { callbackAddress } from '../integrations/calls/callback-address.ts'
import { isDeferral } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { loadCalloutTarget, type CalloutTarget } from '../integrations/calls/perform/load-callout-target.ts'
import { performCallout, type PerformedCallout } from '../integrations/calls/perform/perform-callout.ts'
import { type Effect, type EffectContext, type PerformedBy } from '../engine/effect.ts'
import { idempotencyKey } from '../integrations/calls/idempotency-key.ts'
import type { ExpectedCallback } from '../inbound/callbacks/callback-key.types.ts'
import { recordCallouts, countCallouts } from '../integrations/calls/attempts/record-callouts.ts'

/** How long people wait before a connection that accepts no calls is checked again. */
const deferMs = 10_000

export type CalloutRow = {
  attempt: NewCalloutAttempt
  isFirst: boolean
  isFinal: boolean
  /** The key that its callback will carry; null where no callback comes by key. */
  expects: ExpectedCallback | null
}

/** The values and the action version of the first attempt. Every automatic retry uses them again. */
type AttemptSnapshot = {
  values: FieldValues
  firstAt: number
  /** Attempts that say nothing about this person: the other side was known to be down, or an operator started again. */
  uncounted: number
}

/**
 * The callout of one step execution. The values it was entered with stay the same in its automatic retries. Credentials and base
 * URL are the connection's current ones.
 */
export const callExternalAction: Effect<'callExternalAction', CalloutRow> = {
  async limiterOf(deps, { workspaceId, plan, params }, limiters) {
    const { externalActionId } = params
    const version = plan.externalActions[externalActionId]!
    const target = await loadCalloutTarget(deps, { workspaceId, externalActionId, version })
    return target ? limiters.of(target) : null
  },

  async perform(context) {
    const { deps, workspaceId, params, plan } = context
    const version = plan.externalActions[params.externalActionId]!
    const { externalActionId } = params
    const target = await loadCalloutTarget(deps, { workspaceId, externalActionId, version })
    if (!target) throw new Error(`external action ${externalActionId} version ${version} is gone`)

    const limiter = context.limiters?.of(target)
    const permit = limiter ? await limiter.admit(context.permit) : null
    if (permit === 'denied') return deferred(context, limiter!.retryAfterMs, 'callLimited')
    try {
      const startedAt = deps.clock.now()
      const attemptSnapshot = context.attemptSnapshot as AttemptSnapshot | undefined
      const mapped = attemptSnapshot ? ok(attemptSnapshot.values) : mapValues(context, target)
      const callout: PerformedCallout = mapped.ok
        ? await performCallout(deps, target, { values: mapped.value, idempotencyKey: idempotencyKey(context) })
        : notMapped(mapped.error)
      const { outcome, status, retryAfter, error } = callout
      const result = { outcome, status, retryAfter, code: error?.code ?? null }
      if (isDeferral(error)) {
        // The server that issues access tokens is a part of the connection, so its failures count for the same breaker.
        if (error!.code === 'tokenUnavailable' || error!.code === 'tokenServerFailing')
          limiter?.reportResult(permit, result)
        return {
          ...deferred(context, deferMs, error!.code),
          row: callout.request && {
            attempt: toAttempt(context, target, callout, startedAt, deps.clock.now().getTime() + deferMs),
            isFirst: false,
            isFinal: false,
            expects: null,
          },
        }
      }
      const saysNothing = callout.request !== null && limiter?.reportResult(permit, result)
      return judge(context, target, { callout, mapped, attemptSnapshot, startedAt, saysNothing: saysNothing === true })
    } finally {
      if (permit && permit !== context.permit) permit.limiter.release(permit)
    }
  },

  lock(trx, rows) {
    const endpoints = new Set(rows.flatMap(({ expects }) => (expects ? [expects.endpointId] : [])))
    return endpoints.size === 0 ? null : lockExpectedKeys(trx, [...endpoints])
  },

  afterMove(trx, context, advancing) {
    const calls = advancing.flatMap(({ row: { expects, attempt }, nodeEnteredAt }) =>
      expects ? [{ ...expects, nodeId: attempt.nodeId!, nodeEnteredAt }] : [],
    )
    return calls.length === 0 ? null : expectCallbacks(trx, context, calls)
  },

  async record(trx, rows) {
    const written = await recordCallouts(
      trx,
      rows.map((row) => row.attempt),
    )
    return rows.filter((row) => written.has(row.attempt.id))
  },

  async count(trx, rows, advancing) {
    const counted = rows.map((row) => {
      const { attempt, isFirst, isFinal } = row
      const isTheirs = advancing.has(row)
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
    await countCallouts(trx, counted)
  },
}

type Context = EffectContext<'callExternalAction'>

function deferred({ deps }: Context, ms: number, reason: string): PerformedBy<'callExternalAction', CalloutRow> {
  return { event: { type: 'deferred', until: new Date(deps.clock.now().getTime() + ms), reason }, row: null }
}

function judge(
  context: Context,
  target: CalloutTarget,
  input: {
    callout: PerformedCallout
    mapped: Result<FieldValues>
    attemptSnapshot: AttemptSnapshot | undefined
    startedAt: Date
    saysNothing: boolean
  },
): PerformedBy<'callExternalAction', CalloutRow> {
  const { callout, mapped, attemptSnapshot, startedAt } = input
  const { retry } = target.action
  const now = context.deps.clock.now().getTime()
  const firstAt = attemptSnapshot?.firstAt ?? startedAt.getTime()
  const uncounted = attemptSnapshot?.uncounted ?? 0
  const attempt = context.attempt - uncounted
  const isWaitedOut = input.saysNothing && retry.maxAttempts > 1 && isRetried(retry, callout.outcome, callout.status)
  const decision: Decision =
    callout.outcome === 'succeeded'
      ? { retryAt: null, policy: null }
      : isWaitedOut
        ? { retryAt: now + retryWaitMs(retry, attempt, callout.retryAfter, now, context.deps.random()) }
        : decideFailure(
            { rules: context.params.errorRules ?? [], retry, firstAt, attempt },
            callout,
            now,
            context.deps.random(),
          )
  const { retryAt } = decision
  return {
    event: eventOf(context, callout, decision),
    ...(retryAt === null || !mapped.ok
      ? {}
      : {
          attemptSnapshot: {
            values: mapped.value,
            firstAt,
            uncounted: uncounted + (isWaitedOut ? 1 : 0),
          } satisfies AttemptSnapshot,
        }),
    row: {
      attempt: toAttempt(context, target, callout, startedAt, retryAt),
      // An attempt that was cut off left no record, so its repetition counts as the first one.
      isFirst: context.attempt === 1 || attemptSnapshot === undefined,
      isFinal: retryAt === null,
      expects: callout.outcome === 'succeeded' ? expectedCallback(context, callout) : null,
    },
  }
}

/** Longer than any wait, so that a callback that comes too late can be reported as late. */
const lateForMs = 7 * 24 * 3_600_000

function expectedCallback(context: Context, { extracted }: PerformedCallout): ExpectedCallback | null {
  const { deps, params, plan, journeyId, enrollmentId, nodeId, visit } = context
  if (!params.callbackKey) return null
  const { endpointId, path, output } = params.callbackKey
  const keyHash = callbackKeyHash(extracted[output]?.value)
  if (keyHash === null) return null
  const wait = Object.values(plan.steps).find((step) => step.nodeId === nodeId && step.op === 'await')
  const waitMs = wait?.op === 'await' && wait.timeLimit ? durationToMilliseconds(wait.timeLimit) : 0
  const expiresAt = new Date(deps.clock.now().getTime() + waitMs + lateForMs)
  return { endpointId, path, keyHash, journeyId, enrollmentId, visit, expiresAt }
}

function mapValues(context: Context, target: CalloutTarget): Result<FieldValues> {
  const { deps, params, plan, fields, outputs } = context
  const scope = liquidScope({ fields, outputs })
  const { values, issues } = mapTokens(target.action.tokens, params.tokens, scope, plan.fields, {
    timeZone: plan.timeZone,
    ...(params.hasCallback && { callbackUrl: callbackAddress(deps, context) }),
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

function eventOf(
  context: Context,
  callout: PerformedCallout,
  decision: Decision,
): PerformedBy<'callExternalAction', CalloutRow>['event'] {
  if (callout.outcome !== 'succeeded') {
    return {
      type: 'effectFailed',
      error: { code: callout.outcome, status: callout.status, attempt: context.attempt, detail: callout.error },
      retryAt: decision.retryAt,
      // The policy at the time when the person entered the step, whatever a publish has changed since.
      policy: decision.retryAt === null ? (decision.policy ?? context.onError) : null,
    }
  }
  const outputs = Object.fromEntries(Object.entries(callout.extracted).map(([name, { value }]) => [name, value]))
  const { fields, issues } = writeFields(
    context.plan.fields,
    Object.fromEntries(context.params.save.map(({ output, field }) => [field, outputs[output]])),
  )
  const notSaved = issues.map(({ path }) => path?.[0])
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
