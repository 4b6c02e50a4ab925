import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export const partitionedTables = ['step_executions', 'callout_attempts'] as const
export type PartitionedTable = (typeof partitionedTables)[number]

export type MonthPartition = {
  name: string
  table: PartitionedTable
  /** Holds rows from the month before this instant. */
  until: Date
  bytes: number
  /** `detaching`: a detach was interrupted. `detached`: no longer part of its table, and not dropped yet. */
  state: 'attached' | 'detaching' | 'detached'
}

/** Starts with the month before `now`, because a result may be written after midnight for a call that began before. */
export async function createMonthPartitions(db: Database, now: Date, monthsAhead: number): Promise<void> {
  await sql`
    select ensure_month_partitions(name, (${now}::timestamptz at time zone 'utc' - interval '1 month')::date,
      ${monthsAhead + 2}::integer)
    from unnest(array['step_executions', 'callout_attempts']) as name`.execute(db)
}

/** All month partitions, oldest first, including those that a crash left partly removed. */
export async function listMonthPartitions(db: Database | Transaction): Promise<MonthPartition[]> {
  const { rows } = await sql<{ name: string; bytes: string; state: MonthPartition['state'] }>`
    select c.relname as name, pg_total_relation_size(c.oid)::text as bytes,
      case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'detaching' else 'attached' end as state
    from pg_class c left join pg_inherits i on i.inhrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and c.relname ~ ${`^(${partitionedTables.join('|')})_[0-9]{4}_[0-9]{2}$`}
    order by right(c.relname, 7), c.relname`.execute(db)
  return rows.map(({ name, bytes, state }) => {
    const [year, month] = name.slice(-7).split('_').map(Number) as [number, number]
    return {
      name,
      table: name.slice(0, -8) as PartitionedTable,
      until: new Date(Date.UTC(year, month, 1)),
      bytes: Number(bytes),
      state,
    }
  })
}

/**
 * Removes a month while enrollments continue to move. A concurrent detach takes no lock that conflicts with reading or
 * writing the other months, and the drop afterwards conflicts with nothing. `lockTimeoutMs` keeps other transactions
 * from queueing behind this one while a long report runs. The caller tries again later and continues an interrupted
 * removal.
 */
export async function removePartition(db: Database, partition: MonthPartition, lockTimeoutMs: number): Promise<void> {
  const name = sql.ref(partition.name)
  await db.connection().execute(async (connection) => {
    await sql`select set_config('lock_timeout', ${String(lockTimeoutMs)}, false)`.execute(connection)
    try {
      if (partition.state === 'attached')
        await sql`alter table ${sql.ref(partition.table)} detach partition ${name} concurrently`.execute(connection)
      else if (partition.state === 'detaching')
        await sql`alter table ${sql.ref(partition.table)} detach partition ${name} finalize`.execute(connection)
      await sql`drop table ${name}`.execute(connection)
    } finally {
      await sql`reset lock_timeout`.execute(connection).catch(() => {})
    }
  })
}

const time = { step_executions: 'left_at', callout_attempts: 'started_at' } as const

/** Step executions belong to a journey and are deleted with it. */
const belongsTo = {
  step_executions: (id: string) => sql`journey_id in (select id from journeys where workspace_id = ${id}::uuid)`,
  callout_attempts: (id: string) => sql`workspace_id = ${id}::uuid`,
}

/** Deletes up to `limit` rows of one workspace from a month that other workspaces still need; returns the number. */
export async function deleteFromPartition(
  db: Database | Transaction,
  partition: MonthPartition,
  { workspaceId, before, limit }: { workspaceId: string; before: Date; limit: number },
): Promise<number> {
  const name = sql.ref(partition.name)
  const { rows } = await sql`
    delete from ${name} where ctid = any(array(
      select ctid from ${name}
      where ${belongsTo[partition.table](workspaceId)} and ${sql.ref(time[partition.table])} < ${before}
      limit ${sql.lit(limit)}))
    returning 1`.execute(db)
  return rows.length
}
