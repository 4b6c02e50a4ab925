import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { counterShard } from '../../kernel/db/counter-shard.ts'
import type { CounterIncrement } from './node-counter.types.ts'

/** Each key once, in the order in which all transactions write them. */
export async function insertCounters(
  db: Database | Transaction,
  journeyId: string,
  ordered: readonly CounterIncrement[],
): Promise<void> {
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
