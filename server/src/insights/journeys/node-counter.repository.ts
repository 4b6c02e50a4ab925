import type { ActivityMetric } from '@tabiji/shared/engine/activity-metric.ts'
import type { FlowMetric } from '@tabiji/shared/engine/flow-metric.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

export type FlowCount = { nodeId: string; metric: FlowMetric; value: number }
export type ActivityCount = { nodeId: string; metric: ActivityMetric; value: number }

export async function sumNodeCounters(db: Db, journeyId: string): Promise<FlowCount[]> {
  const rows = await db
    .selectFrom('node_counters')
    .select(({ fn }) => ['node_id as nodeId', 'metric', fn.sum<string>('value').as('value')])
    .where('journey_id', '=', journeyId)
    .groupBy(['node_id', 'metric'])
    .execute()
  return rows.map((row) => ({ ...row, value: Number(row.value) }))
}

export async function sumActivityCounters(db: Db, journeyId: string): Promise<ActivityCount[]> {
  const rows = await db
    .selectFrom('activity_counters')
    .select(({ fn }) => ['node_id as nodeId', 'metric', fn.sum<string>('value').as('value')])
    .where('journey_id', '=', journeyId)
    .groupBy(['node_id', 'metric'])
    .execute()
  return rows.map((row) => ({ ...row, value: Number(row.value) }))
}
