import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { insertCounters } from './node-counter.repository.ts'
import type { ActivityIncrement, FlowIncrement, Increment } from './node-counter.types.ts'

type Db = Database | Transaction

/** Adds the moves of the people of one transaction to the counters. */
export async function countAtNodes(db: Db, journeyId: string, increments: readonly FlowIncrement[]): Promise<void> {
  const ordered = addUp(increments)
  if (ordered.length > 0) await insertCounters(db, 'node_counters', journeyId, ordered)
}

/** Counts what the people of one transaction did with messages that nodes sent to them. */
export async function countActivity(
  db: Db,
  journeyId: string,
  increments: readonly ActivityIncrement[],
): Promise<void> {
  const ordered = addUp(increments)
  if (ordered.length > 0) await insertCounters(db, 'activity_counters', journeyId, ordered)
}

/** Sorts by key, so that two transactions cannot deadlock on the same counters. */
function addUp<Metric extends string>(increments: readonly Increment<Metric>[]): Increment<Metric>[] {
  const sums = new Map<string, Increment<Metric>>()
  for (const increment of increments) {
    const key = `${increment.nodeId} ${increment.metric} ${increment.versionNumber}`
    const sum = sums.get(key)
    if (sum) sum.value += increment.value
    else sums.set(key, { ...increment })
  }
  return [...sums.keys()].sort().map((key) => sums.get(key)!)
}
