import { sql } from 'kysely'
import { pipelined } from '../../kernel/db/pipelined-transaction.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyState } from './journey.types.ts'

export type JourneyNow = { state: JourneyState; publishedVersion: number | null }

/**
 * What is live of a journey, certain not to change before this transaction ends. Many may hold it at once; a publish waits
 * for all of them and they wait for it. An advisory lock, since a row lock would be a row write for every micro-batch.
 * Two statements on purpose: read in one, the row could be from before the wait.
 */
export async function lockJourneyShared(trx: Transaction, journeyId: string): Promise<JourneyNow | null> {
  const [, now] = await pipelined(trx, [
    () => sql`select pg_advisory_xact_lock_shared(hashtextextended(${journeyId}, 0))`.execute(trx),
    () => readNow(trx, journeyId),
  ])
  return now
}

/** Waits until nobody holds the journey, and keeps everybody out until the transaction ends. */
export async function lockJourneyExclusive(trx: Transaction, journeyId: string): Promise<JourneyNow | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${journeyId}, 0))`.execute(trx)
  return readNow(trx, journeyId)
}

async function readNow(trx: Transaction, journeyId: string): Promise<JourneyNow | null> {
  const row = await trx
    .selectFrom('journeys')
    .select(['state', 'published_version'])
    .where('id', '=', journeyId)
    .executeTakeFirst()
  return row ? { state: row.state, publishedVersion: row.published_version } : null
}
