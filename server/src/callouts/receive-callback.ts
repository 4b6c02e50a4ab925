import { boundedPayload, flattenPayload } from '@tabiji/shared/event/flatten-payload.ts'
import { payloadKeysOf, type Plan } from '@tabiji/shared/plan/plan.ts'
import { systemCtx } from '../context.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../deps.ts'
import { recordSignal } from '../enrollments/record-signal.ts'
import { addressUnknown, ServiceError } from '../errors.ts'
import { loadVersion } from '../journeys/journey-version.repository.ts'
import { readLiveJourney } from '../journeys/journey.repository.ts'
import { readCallbackToken, testCallbackToken } from './callback-address.ts'
import { type CalledPerson, hasReport, lockCalledPerson } from './callback.repository.ts'

/** `duplicate`: this call was reported on before, and the first report counts. `test`: nobody waits for it. */
export type ReceivedCallback = { status: 'accepted' | 'duplicate' | 'test' }

/**
 * Takes the report on one call. It counts from the moment the call is made, for it may come before the reply to the call
 * does, and until the person goes on. An answer without an error is a promise: the report is committed.
 */
export async function receiveCallback(
  deps: Deps,
  token: string,
  readPayload: () => Promise<unknown>,
): Promise<ReceivedCallback> {
  if (token === testCallbackToken) return { status: 'test' }
  const subject = readCallbackToken(deps.secrets, token)
  if (!subject) throw addressUnknown(`/c/${token}`)
  const flat = flattenPayload(await readPayload())
  const { enrollmentId, visit } = subject
  return inTransaction(deps, async (deps) => {
    const person = await lockCalledPerson(deps.db, enrollmentId)
    const plan = person && (await loadPlan(deps.db, person))
    if (!plan || !isAwaited(plan, person, visit, deps.clock.now()))
      throw new ServiceError('gone', { text: 'callbackLate' })
    const { workspaceId, nodeId, nodeEnteredAt } = person
    if (await hasReport(deps.db, { enrollmentId, nodeId, since: nodeEnteredAt })) return { status: 'duplicate' }
    const payload = boundedPayload(flat, payloadKeysOf(plan, nodeId))
    await recordSignal(systemCtx(deps, workspaceId), { enrollmentId, kind: 'callbackReceived', nodeId, payload })
    return { status: 'accepted' }
  })
}

async function loadPlan(db: Deps['db'], person: CalledPerson): Promise<Plan | undefined> {
  const version = person.pinnedVersion ?? (await readLiveJourney(db, person.journeyId))?.publishedVersion
  return version === null || version === undefined ? undefined : (await loadVersion(db, person.journeyId, version)).plan
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
