import { sql } from 'kysely'
import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export type ParkedCount = { nodeId: string; failureClass: FailureClass; people: number }

/** Reads only the index enrollments_parked, which holds only parked rows. */
export async function countParked(db: Database | Transaction, journeyId: string): Promise<ParkedCount[]> {
  const { rows } = await sql<{ node_id: string; failure_class: FailureClass | null; people: number }>`
    select node_id, failure_class, count(*)::int as people from enrollments
    where journey_id = ${journeyId}::uuid and status = 'parked'
    group by node_id, failure_class
    order by people desc, node_id, failure_class`.execute(db)
  return rows.map((row) => ({
    nodeId: row.node_id,
    failureClass: row.failure_class ?? 'other',
    people: row.people,
  }))
}
