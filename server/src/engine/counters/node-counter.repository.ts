import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { counterShard } from '../../kernel/db/counter-shard.ts'

export type CounterIncrement = { nodeId: string; versionNumber: number; metric: string; value: number }

/** Adds up what one transaction counted, in key order, so that two transactions cannot deadlock on the same counters. */
export async function addNodeCounters(
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
  if (ordered.length === 0) return
  await sql`
    insert into node_counters as counter (journey_id, node_id, version_number, metric, shard, value)
    select ${journeyId}::uuid, node_id, version_number, metric, ${counterShard()}::smallint, value
    from unnest(
      ${ordered.map((sum) => sum.nodeId)}::text[],
      ${ordered.map((sum) => sum.versionNumber)}::integer[],
      ${ordered.map((sum) => sum.metric)}::text[],
      ${ordered.map((sum) => sum.value)}::bigint[]
    ) as added (node_id, version_number, metric, value)
    on conflict (journey_id, node_id, metric, version_number, shard) do update set value = counter.value + excluded.value`.execute(
    db,
  )
}

export type NodeCounter = { nodeId: string; metric: string; value: number }

export async function sumNodeCounters(
  db: Database | Transaction,
  journeyId: string,
  versionNumber: number | null = null,
): Promise<NodeCounter[]> {
  let query = db
    .selectFrom('node_counters')
    .select(({ fn }) => ['node_id as nodeId', 'metric', fn.sum<string>('value').as('value')])
    .where('journey_id', '=', journeyId)
    .groupBy(['node_id', 'metric'])
  if (versionNumber !== null) query = query.where('version_number', '=', versionNumber)
  return (await query.execute()).map((row) => ({ ...row, value: Number(row.value) }))
}
