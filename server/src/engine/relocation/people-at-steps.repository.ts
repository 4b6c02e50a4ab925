import { sql } from 'kysely'
import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Standing } from './sweep.types.ts'

type Db = Database | Transaction

/** By step id. */
export async function countPeopleBySteps(
  db: Db,
  journeyId: string,
  stepIds: readonly StepId[],
): Promise<Map<StepId, Standing>> {
  if (stepIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('enrollments')
    .select([
      'step_id',
      sql<string>`count(*) filter (where lease_until is null)`.as('people'),
      sql<string>`count(*) filter (where lease_until is not null)`.as('underWay'),
    ])
    .where('journey_id', '=', journeyId)
    .where('node_id', '=', sql<string>`any(${stepIds.map(nodeIdOf)}::text[])`)
    .where('step_id', '=', sql<string>`any(${stepIds}::text[])`)
    .where('status', '=', 'active')
    .where('pinned_version', 'is', null)
    .groupBy('step_id')
    .execute()
  return new Map(rows.map((row) => [row.step_id, { people: Number(row.people), underWay: Number(row.underWay) }]))
}
