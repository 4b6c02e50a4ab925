import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { sumStandingByJourney, sumStandingByNode, sumStandingOverall } from './node-counter.repository.ts'
import type { Standing } from './node-counter.types.ts'

type Db = Database | Transaction

/** Counts people who entered a node of the journey and have not left it. Reads the counters only. */
export async function countStandingByJourney(db: Db, journeyIds: readonly string[]): Promise<Map<string, Standing>> {
  return journeyIds.length === 0 ? new Map() : sumStandingByJourney(db, journeyIds)
}

export function countStandingByNode(db: Db, journeyId: string): Promise<Map<string, Standing>> {
  return sumStandingByNode(db, journeyId)
}

/** The same counts over all journeys. */
export function countStandingOverall(db: Db): Promise<Standing> {
  return sumStandingOverall(db)
}
