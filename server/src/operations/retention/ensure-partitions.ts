import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { createMonthPartitions } from './partition.repository.ts'

const monthsAhead = 3

/** Creates each month's partitions before their first row: when a worker starts and once a day. */
export async function ensurePartitions(deps: Deps & { db: Database }): Promise<void> {
  await createMonthPartitions(deps.db, deps.clock.now(), monthsAhead)
}
