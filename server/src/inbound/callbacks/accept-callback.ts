import { boundedPayload } from '@tabiji/shared/events/flatten-payload.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { payloadKeysOf, type Plan } from '@tabiji/shared/plan/plan.ts'
import { systemCtx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import { recordSignal } from '../../engine/facts/record-signal.ts'
import type { CallbackSubject } from '../../integrations/calls/callback-address.ts'
import { type CalledPerson, hasCallbackSignal, lockCalledPerson } from './callback.repository.ts'
import { loadPlanFor } from '../../engine/versions/load-version.ts'

/** `duplicate`: there was a callback about this call before, and the first one counts. `late`: nobody waits for it any more. */
export type CallbackStatus = 'accepted' | 'duplicate' | 'late'

/** The callback on one call, however it came, in the caller's transaction. */
export async function acceptCallback(
  deps: Deps,
  { enrollmentId, visit }: CallbackSubject,
  flat: FieldValues,
): Promise<CallbackStatus> {
  const person = await lockCalledPerson(deps.db, enrollmentId)
  const plan = person && (await loadPlanFor(deps.db, person))
  if (!plan || !isAwaited(plan, person, visit, deps.clock.now())) return 'late'
  const { workspaceId, nodeId, nodeEnteredAt } = person
  if (await hasCallbackSignal(deps.db, { enrollmentId, nodeId, since: nodeEnteredAt })) return 'duplicate'
  const payload = boundedPayload(flat, payloadKeysOf(plan, nodeId))
  await recordSignal(systemCtx(deps, workspaceId), { enrollmentId, kind: 'callbackReceived', nodeId, payload })
  return 'accepted'
}

/** Whether the person is still at the call of this visit, or waits right behind it for what becomes of it. */
function isAwaited({ steps }: Plan, person: CalledPerson, visit: number, now: Date): boolean {
  if (person.status !== 'active') return false
  const step = steps[person.stepId]
  if (person.visit === visit)
    return step?.op === 'perform' && step.effect === 'callExternalAction' && step.params.hasCallback === true
  const isWaiting = person.visit === visit + 1 && step?.op === 'await' && step.ownSignals === true
  return isWaiting && (person.timeLimitAt === null || person.timeLimitAt >= now)
}
