import { sql } from 'kysely'
import { countStandingByJourney } from '../../engine/counters/count-standing.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

/**
 * People who are active or parked in each journey, from the counters: a person is inside who entered a node and has not left it.
 * People who wait for the first publish are at no node, so they are counted from their rows; they are the only ones without a
 * node.
 */
export async function countPeopleInside(db: Db, journeyIds: readonly string[]): Promise<Map<string, number>> {
  if (journeyIds.length === 0) return new Map()
  const standing = await countStandingByJourney(db, journeyIds)
  const unstarted = await db
    .selectFrom('enrollments')
    .select(({ fn }) => ['journey_id', fn.countAll<number>().as('people')])
    .where('journey_id', '=', sql<string>`any(${journeyIds}::uuid[])`)
    .where('node_id', '=', '')
    .groupBy('journey_id')
    .execute()
  const people = new Map([...standing].map(([id, { waiting, parked }]) => [id, waiting + parked]))
  for (const row of unstarted) people.set(row.journey_id, (people.get(row.journey_id) ?? 0) + Number(row.people))
  return people
}

/** Of the people inside each journey, the parked ones, who continue only after a decision. From the counters. */
export async function countPeopleParked(db: Db, journeyIds: readonly string[]): Promise<Map<string, number>> {
  const standing = await countStandingByJourney(db, journeyIds)
  return new Map([...standing].map(([id, { parked }]) => [id, parked]))
}
