import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { insertCounters } from './node-counter.repository.ts'
import type { CounterIncrement } from './node-counter.types.ts'

/** Adds up what one transaction counted, in key order, so that two transactions cannot deadlock on the same counters. */
export async function countAtNodes(
  db: Database | Transaction,
  journeyId: string,
  increments: readonly CounterIncrement[],
): Promise<void> {
  const sums = new Map<string, CounterIncrement>()
  for (const increment of increments) {
    const key = `${increment.nodeId} ${increment.metric} ${increment.versionNumber}`
    const sum = sums.get(key)
    if (sum) sum.value += increment.value
    else sums.set(key, { ...increment })
  }
  const ordered = [...sums.keys()].sort().map((key) => sums.get(key)!)
  if (ordered.length > 0) await insertCounters(db, journeyId, ordered)
}
