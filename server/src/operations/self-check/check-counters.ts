import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { countStandingByNode } from '../../engine/counters/count-standing.ts'
import { countPeopleFromRows, listPublishedJourneyIds, saveCounterCheck } from './counter-check.repository.ts'
import type { Discrepancy } from './counter-check.table.ts'

/**
 * Runs nightly. Compares the counters of each node with the enrollments at it. The same transactions write both, so in
 * one snapshot they must be equal. A difference is a bug of the product: it is logged and shown in Settings instead of
 * being corrected silently.
 */
export async function checkCounters(deps: Deps & { db: Database }): Promise<Discrepancy[]> {
  const all: Discrepancy[] = []
  for (const { id: journeyId, workspaceId } of await listPublishedJourneyIds(deps.db)) {
    const discrepancies = await checkJourney(deps.db, journeyId)
    await saveCounterCheck(deps.db, { journeyId, workspaceId, checkedAt: deps.clock.now(), discrepancies })
    if (discrepancies.length > 0) deps.log.error({ journeyId, discrepancies }, 'numbers of a journey do not add up')
    all.push(...discrepancies)
  }
  return all
}

async function checkJourney(db: Database, journeyId: string): Promise<Discrepancy[]> {
  const [counted, found] = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => [await countStandingByNode(trx, journeyId), await countPeopleFromRows(trx, journeyId)])
  const nodeIds = new Set([...counted!.keys(), ...found!.keys()])
  return [...nodeIds].toSorted().flatMap((nodeId) =>
    (['waiting', 'parked'] as const).flatMap((kind): Discrepancy[] => {
      const people = (nodes: typeof counted) => nodes!.get(nodeId)?.[kind] ?? 0
      return people(counted) === people(found) ? [] : [{ nodeId, kind, counted: people(counted), found: people(found) }]
    }),
  )
}
