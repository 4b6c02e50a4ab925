import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

/**
 * People on their way or parked in each journey, from the counters: who entered a node and has not left it by any way is in
 * it. Those who wait for the first publish are counted from their rows; nobody else stands at no node.
 */
export async function countPeopleInside(db: Db, journeyIds: readonly string[]): Promise<Map<string, number>> {
  if (journeyIds.length === 0) return new Map()
  const ids = sql<string>`any(${journeyIds}::uuid[])`
  const inside = await db
    .selectFrom('node_counters')
    .select([
      'journey_id',
      sql<number>`sum(case when metric = 'entered' then value when metric = 'parked' then 0 else -value end)::integer`.as(
        'people',
      ),
    ])
    .where('journey_id', '=', ids)
    .groupBy('journey_id')
    .execute()
  const waiting = await db
    .selectFrom('enrollments')
    .select(({ fn }) => ['journey_id', fn.countAll<number>().as('people')])
    .where('journey_id', '=', ids)
    .where('node_id', '=', '')
    .groupBy('journey_id')
    .execute()
  const people = new Map(inside.map((row) => [row.journey_id, Number(row.people)]))
  for (const row of waiting) people.set(row.journey_id, (people.get(row.journey_id) ?? 0) + Number(row.people))
  return people
}

/** Of those inside each journey, who does not go on until somebody decides. From the counters. */
export async function countPeopleParked(db: Db, journeyIds: readonly string[]): Promise<Map<string, number>> {
  if (journeyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('node_counters')
    .select(['journey_id', sql<number>`sum(value)::integer`.as('people')])
    .where('journey_id', '=', sql<string>`any(${journeyIds}::uuid[])`)
    .where('metric', '=', 'parked')
    .groupBy('journey_id')
    .execute()
  return new Map(rows.map((row) => [row.journey_id, Number(row.people)]))
}
