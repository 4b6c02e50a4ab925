import { noImpact } from '@tabiji/shared/engine/relocation/impact.ts'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyVersion } from './journey-version.types.ts'

type Db = Database | Transaction

export async function findVersion(db: Db, journeyId: string, number: number): Promise<JourneyVersion | undefined> {
  const row = await db
    .selectFrom('journey_versions')
    .select(['document', 'plan', 'impact', 'spread_ms_per_10k', 'overdue'])
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
    .executeTakeFirst()
  return (
    row && {
      journeyId,
      number,
      document: journeyDocumentSchema.parse(row.document),
      plan: row.plan,
      impact: { ...noImpact, ...row.impact },
      spread: { msPer10k: row.spread_ms_per_10k, overdue: row.overdue },
    }
  )
}

export async function markSwept(db: Db, journeyId: string, number: number, now: Date): Promise<void> {
  await db
    .updateTable('journey_versions')
    .set({ swept_at: now })
    .where('journey_id', '=', journeyId)
    .where('number', '<=', number)
    .where('swept_at', 'is', null)
    .execute()
}

/** The oldest version whose sweep is not finished; undefined when no person is left on an older version. */
export async function firstUnswept(db: Db, journeyId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('journey_versions')
    .select('number')
    .where('journey_id', '=', journeyId)
    .where('swept_at', 'is', null)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row?.number
}

export async function publishedAt(db: Db, journeyId: string, number: number): Promise<Date> {
  const row = await db
    .selectFrom('journey_versions')
    .select('published_at')
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  return row.published_at
}

/** Runs in the transaction that updates the people, so that progress and rows agree. */
export async function addSwept(trx: Transaction, journeyId: string, number: number, people: number): Promise<void> {
  await trx
    .updateTable('journey_versions')
    .set(({ eb }) => ({ sweep_done: eb('sweep_done', '+', people) }))
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
    .execute()
}
