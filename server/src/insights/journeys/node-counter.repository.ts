import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

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
