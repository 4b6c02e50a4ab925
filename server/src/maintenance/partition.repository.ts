import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

/** From the month before `now`, because a result may be written after midnight for a call begun before it. */
export async function createMonthPartitions(db: Database, now: Date, monthsAhead: number): Promise<void> {
  await sql`
    select ensure_month_partitions(name, (${now}::timestamptz at time zone 'utc' - interval '1 month')::date,
      ${monthsAhead + 2}::integer)
    from unnest(array['step_executions', 'callout_attempts']) as name`.execute(db)
}
