import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { boundedPayload, flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { splitPayload } from '@tabiji/shared/events/split-payload.ts'
import { type Plan, payloadKeysOf } from '@tabiji/shared/plan/plan.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { JourneyVersions } from '../../engine/versions/load-version.ts'
import { recordFacts } from '../../engine/facts/record-facts.ts'
import {
  type EarlyCallback,
  findEarlyCallbacks,
  insertCallbackKeys,
  markCallbacksDelivered,
  lockCallbackKeysShared,
} from './callback-key.repository.ts'
import type { ExpectedCallback } from './callback-key.types.ts'

/** A call that got its reply, with the position of its person. */
export type AnsweredCall = ExpectedCallback & { nodeId: string; nodeEnteredAt: Date }

/** The clocks of machines that receive events and machines that make calls may differ by this much. */
const clockDifferenceMs = 5000

/** Must be called before any person's lock. When a key and a callback come at once, the later one sees the earlier. */
export function lockExpectedKeys(trx: Transaction, endpointIds: readonly string[]): Promise<void> {
  return lockCallbackKeysShared(trx, endpointIds)
}

/**
 * Stores the keys under which callbacks are expected, and delivers callbacks that have already come. Runs in the transaction that
 * records the replies, before the people move. `lockExpectedKeys` has to be called before all of it.
 */
export async function expectCallbacks(
  trx: Transaction,
  { plan, ...context }: { plan: Plan; workspaceId: string; ids: Ids; now: Date; journeyVersions: JourneyVersions },
  calls: readonly AnsweredCall[],
): Promise<void> {
  await insertCallbackKeys(trx, calls)
  const early = await findEarlyCallbacks(
    trx,
    calls.map((call) => ({
      ...call,
      since: new Date(
        Math.max(call.nodeEnteredAt.getTime() - clockDifferenceMs, context.now.getTime() - earlyCallbacksKeptMs),
      ),
    })),
  )
  if (early.length === 0) return
  const callOf = new Map(calls.map((call) => [call.enrollmentId, call]))
  const { journeyId } = calls[0]!
  // The people stand at the call, so nobody becomes due and no step has to be notified.
  await recordFacts(
    trx,
    { ...context, journeyId },
    early.map((callback) => {
      const { enrollmentId, nodeId } = callOf.get(callback.enrollmentId)!
      const payload = boundedPayload(contentOf(callback), payloadKeysOf(plan, nodeId))
      return { enrollmentId, signal: { kind: 'callbackReceived', nodeId, payload } }
    }),
  )
  await markCallbacksDelivered(trx, early)
}

/** How long a callback is stored for a reply that is still under way. */
export const earlyCallbacksKeptMs = 3_600_000

function contentOf({ payload, fanOutPath, item }: EarlyCallback) {
  return flattenPayload(splitPayload(parseExactJson(payload), fanOutPath)[item])
}
