import { sql } from 'kysely'
import { counterShard } from '../../../kernel/db/counter-shard.ts'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { CounterSum } from './callout-counter.types.ts'

/** One statement; each key once, in the order in which all transactions write them. */
export async function insertCalloutCounters(db: Database | Transaction, ordered: readonly CounterSum[]): Promise<void> {
  const column = <K extends keyof CounterSum>(name: K) => ordered.map((sum) => sum[name])
  await sql`
    insert into callout_counters as counter (
      journey_id, node_id, version_number, slot, outcome, status_code, latency_bucket, shard,
      attempts, first_attempts, final_attempts)
    select journey_id, node_id, version_number, slot, outcome, status_code, latency_bucket, ${counterShard()}::smallint,
      attempts, first_attempts, final_attempts
    from unnest(
      ${column('journeyId')}::uuid[],
      ${column('nodeId')}::text[],
      ${column('versionNumber')}::integer[],
      ${column('slot')}::timestamptz[],
      ${column('outcome')}::text[],
      ${ordered.map(({ statusCode }) => statusCode ?? 0)}::smallint[],
      ${column('bucket')}::smallint[],
      ${column('attempts')}::bigint[],
      ${column('first')}::bigint[],
      ${column('final')}::bigint[]
    ) as added (
      journey_id, node_id, version_number, slot, outcome, status_code, latency_bucket,
      attempts, first_attempts, final_attempts)
    on conflict (journey_id, node_id, slot, version_number, outcome, status_code, latency_bucket, shard) do update set
      attempts = counter.attempts + excluded.attempts,
      first_attempts = counter.first_attempts + excluded.first_attempts,
      final_attempts = counter.final_attempts + excluded.final_attempts`.execute(db)
}
