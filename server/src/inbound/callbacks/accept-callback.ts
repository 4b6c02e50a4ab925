import { boundedPayload } from '@tabiji/shared/events/flatten-payload.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { payloadKeysOf, type Plan } from '@tabiji/shared/plan/plan.ts'
import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import { systemCtx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { ClaimedEnrollment } from '../../engine/enrollments/claimed-enrollment.ts'
import { findEnrollmentJourney, lockEnrollment } from '../../engine/facts/lock-enrollment.ts'
import { recordFactsOf } from '../../engine/facts/record-facts.ts'
import type { CallbackSubject } from '../../integrations/calls/callback-address.ts'
import { hasCallbackSignal } from './callback.repository.ts'
import { loadPlanFor } from '../../engine/versions/load-version.ts'

/**
 * `duplicate`: there was an earlier callback about this call, and the first one counts. `late`: the person no longer waits for
 * it.
 */
export type CallbackStatus = 'accepted' | 'duplicate' | 'late'

/** Records the callback on one call, from either source, in the caller's transaction. */
export async function acceptCallback(
  deps: Deps,
  { enrollmentId, visit }: CallbackSubject,
  flat: FieldValues,
): Promise<CallbackStatus> {
  const journey = await findEnrollmentJourney(deps, enrollmentId)
  if (!journey) return 'late'
  const ctx = systemCtx(deps, journey.workspaceId)
  // Locked, so that one of two simultaneous callbacks is the first, and the person does not move meanwhile.
  const person = await lockEnrollment(ctx, journey.journeyId, enrollmentId)
  const plan =
    person && (await loadPlanFor(deps, { journeyId: journey.journeyId, pinnedVersion: person.pinnedVersion }))
  if (!plan || !isAwaited(plan, person, visit, deps.clock.now())) return 'late'
  const { stepId, nodeEnteredAt } = person.state
  const nodeId = nodeIdOf(stepId)
  if (await hasCallbackSignal(deps.db, { enrollmentId, nodeId, since: new Date(nodeEnteredAt) })) return 'duplicate'
  const payload = boundedPayload(flat, payloadKeysOf(plan, nodeId))
  await recordFactsOf(ctx, journey.journeyId, [{ enrollmentId, signal: { kind: 'callbackReceived', nodeId, payload } }])
  return 'accepted'
}

/** Whether the person is still at the call of this visit, or waits at the next step for its callback. */
function isAwaited({ steps }: Plan, { state }: ClaimedEnrollment, visit: number, now: Date): boolean {
  if (state.status !== 'active') return false
  const step = steps[state.stepId]
  if (state.visit === visit)
    return step?.op === 'perform' && step.effect === 'callExternalAction' && step.params.hasCallback === true
  const isWaiting = state.visit === visit + 1 && step?.op === 'await' && step.ownSignals === true
  return isWaiting && (state.timeLimitAt === null || state.timeLimitAt >= now.getTime())
}
