import { sql } from 'kysely'
import { pipelined } from '../../kernel/db/pipelined-transaction.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyState } from './journey.types.ts'

export type JourneyNow = { state: JourneyState; publishedVersion: number | null }

/**
 * Returns the live state of a journey, which cannot change before this transaction ends. Many transactions may hold this lock at
 * once; a publish waits for all of them, and they wait for a publish. It is an advisory lock, because a row lock would write a
 * row for every micro-batch. It needs two statements: with one statement, the row could be older than the wait for the lock.
 */
export async function lockJourneyShared(trx: Transaction, journeyId: string): Promise<JourneyNow | null> {
  const [, now] = await pipelined(trx, [
    () => sql`select pg_advisory_xact_lock_shared(hashtextextended(${journeyId}, 0))`.execute(trx),
    () => readNow(trx, journeyId),
  ])
  return now
}

/** Waits until no transaction holds the journey, and blocks all others until this transaction ends. */
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
