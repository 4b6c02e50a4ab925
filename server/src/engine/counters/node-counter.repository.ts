import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { counterShard } from '../../kernel/db/counter-shard.ts'
import type { Increment, Standing } from './node-counter.types.ts'

type Db = Database | Transaction

/** Expects each key once, in key order, which is the same in all transactions. */
export async function insertCounters(
  db: Db,
  table: 'node_counters' | 'activity_counters',
  journeyId: string,
  ordered: readonly Increment<string>[],
): Promise<void> {
  await sql`
    insert into ${sql.table(table)} as counter (journey_id, node_id, version_number, metric, shard, value)
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

// Every other metric of the flow counts people who left, so it is subtracted from the people who entered.
const waiting = sql<string>`coalesce(sum(case when metric = 'entered' then value else -value end), 0)`
const parked = sql<string>`coalesce(sum(value) filter (where metric = 'parked'), 0)`

type Counted = { waiting: string; parked: string }

export async function sumStandingByJourney(db: Db, journeyIds: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Counted & { journey_id: string }>`
    select journey_id, ${waiting} as waiting, ${parked} as parked from node_counters
    where journey_id = any(${journeyIds}::uuid[]) group by journey_id`.execute(db)
  return new Map(rows.map((row) => [row.journey_id, standingOf(row)]))
}

export async function sumStandingByNode(db: Db, journeyId: string): Promise<Map<string, Standing>> {
  const { rows } = await sql<Counted & { node_id: string }>`
    select node_id, ${waiting} as waiting, ${parked} as parked from node_counters
    where journey_id = ${journeyId}::uuid group by node_id`.execute(db)
  return new Map(rows.map((row) => [row.node_id, standingOf(row)]))
}

export async function sumStandingOverall(db: Db): Promise<Standing> {
  const { rows } = await sql<Counted>`select ${waiting} as waiting, ${parked} as parked from node_counters`.execute(db)
  return standingOf(rows[0]!)
}

function standingOf(row: Counted): Standing {
  return { waiting: Number(row.waiting), parked: Number(row.parked) }
}
