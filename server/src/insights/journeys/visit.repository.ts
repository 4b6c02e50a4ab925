import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { FlowMetric } from '@tabiji/shared/engine/flow-metric.ts'
import type { FlowCount } from './node-counter.repository.ts'

export type Cohort = { from: Date | null; to: Date | null; version: number | null }

/**
 * The counters of the visits that began within the cohort's time. Ended visits come from step executions, current visits from the
 * positions of people. A visit counts for the version under which it ended or stands.
 */
export async function countVisits(db: Database | Transaction, journeyId: string, cohort: Cohort): Promise<FlowCount[]> {
  const within = sql`journey_id = ${journeyId}::uuid
    and (${cohort.from}::timestamptz is null or coalesce(node_entered_at, entered_at) >= ${cohort.from}::timestamptz)
    and (${cohort.to}::timestamptz is null or coalesce(node_entered_at, entered_at) < ${cohort.to}::timestamptz)
    and (${cohort.version}::integer is null or version_number = ${cohort.version}::integer)`
  const { rows } = await sql<{ node_id: string; metric: FlowMetric; value: string }>`
    with visits as (
      select node_id,
        case when outcome in ('left', 'ended') then 'left:' || outlet else outcome end as metric, count(*) as value
      from step_executions
      where ${within} and outcome in ('left', 'ended', 'dropped', 'moved')
      group by 1, 2
      union all
      select node_id, case status when 'parked' then 'parked' else 'waiting' end, count(*)
      from enrollments
      where ${within} and status in ('active', 'parked')
      group by 1, 2
    )
    select node_id, metric, value from visits where metric <> 'waiting'
    union all
    select node_id, 'entered', sum(value) from visits group by node_id`.execute(db)
  return rows.map((row) => ({ nodeId: row.node_id, metric: row.metric, value: Number(row.value) }))
}
