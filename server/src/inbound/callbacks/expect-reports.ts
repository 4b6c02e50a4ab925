import { parseReply } from '@tabiji/shared/http-call/reply/extract.ts'
import { boundedPayload, flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { splitPayload } from '@tabiji/shared/events/split-payload.ts'
import { type Plan, payloadKeysOf } from '@tabiji/shared/plan/plan.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Ids } from '../../kernel/ids.ts'
import { insertSignals } from '../../engine/facts/signal.repository.ts'
import {
  type EarlyReport,
  type ExpectedReport,
  findKeptReports,
  insertExpectedReports,
  noteEarlyReports,
} from './expected-report.repository.ts'

/** A call that was answered, and whoever it was made for, as they stand at it. */
export type AnsweredCall = ExpectedReport & { nodeId: string; nodeEnteredAt: Date }

/** Clocks of the machines that take events and make calls may differ by this much. */
const clockDifferenceMs = 5000

/**
 * Writes under which keys reports are waited for, and tells the people of those that came already: in the transaction that records
 * the replies, before the people go on. `lockToExpect` comes before all of it.
 */
export async function expectReports(
  trx: Transaction,
  { plan, workspaceId, ids, now }: { plan: Plan; workspaceId: string; ids: Ids; now: Date },
  calls: readonly AnsweredCall[],
): Promise<void> {
  await insertExpectedReports(trx, calls)
  const early = await findKeptReports(
    trx,
    calls.map((call) => ({
      ...call,
      since: new Date(Math.max(call.nodeEnteredAt.getTime() - clockDifferenceMs, now.getTime() - reportsAreKeptMs)),
    })),
  )
  const callOf = new Map(calls.map((call) => [call.enrollmentId, call]))
  if (early.length === 0) return
  await insertSignals(
    trx,
    early.map((report) => {
      const { journeyId, enrollmentId, nodeId } = callOf.get(report.enrollmentId)!
      const payload = boundedPayload(contentOf(report), payloadKeysOf(plan, nodeId))
      return {
        id: ids.uuid(),
        workspaceId,
        journeyId,
        enrollmentId,
        nodeId,
        payload,
        at: now,
        kind: 'callbackReceived',
      }
    }),
  )
  await noteEarlyReports(trx, early)
}

/** How long a report is kept for a reply that is still under way. */
export const reportsAreKeptMs = 3_600_000

function contentOf({ payload, fanOutPath, item }: EarlyReport) {
  const parsed = parseReply(payload)
  return flattenPayload(parsed.ok ? splitPayload(parsed.value, fanOutPath)[item] : null)
}
