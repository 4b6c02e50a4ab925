import type { InferResult } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyVersion } from '../../engine/versions/journey-version.types.ts'

type Db = Database | Transaction

export async function insertVersion(
  trx: Transaction,
  version: JourneyVersion & { note: string | null; publishedBy: Actor; publishedAt: Date; people: number },
): Promise<void> {
  await trx
    .insertInto('journey_versions')
    .values({
      journey_id: version.journeyId,
      number: version.number,
      document: JSON.stringify(version.document),
      plan: JSON.stringify(version.plan),
      external_actions: JSON.stringify(version.plan.externalActions),
      impact: JSON.stringify(version.impact),
      note: version.note,
      published_at: version.publishedAt,
      published_by: JSON.stringify(version.publishedBy),
      swept_at: null,
      spread_ms_per_10k: version.spread.msPer10k,
      overdue: JSON.stringify(version.spread.overdue),
      sweep_total: version.people,
    })
    .execute()
}

export type SweepProgress = { version: number; done: number; total: number; isDone: boolean }

export async function readSweepProgress(db: Db, journeyId: string, number: number): Promise<SweepProgress | null> {
  const row = await db
    .selectFrom('journey_versions')
    .select(['sweep_done', 'sweep_total', 'swept_at'])
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) return null
  const isDone = row.swept_at !== null
  // The sweep also updates people who reached a step after the count.
  const total = Math.max(row.sweep_total, row.sweep_done)
  return { version: number, done: isDone ? total : row.sweep_done, total, isDone }
}

export type VersionSummary = {
  number: number
  note: string | null
  publishedAt: string
  publishedBy: Actor
  isSwept: boolean
}

export async function listVersions(db: Db, journeyId: string): Promise<VersionSummary[]> {
  const rows = await selectSummaries(db, journeyId).orderBy('number', 'desc').execute()
  return rows.map(toSummary)
}

export async function findVersionSummary(
  db: Db,
  journeyId: string,
  number: number,
): Promise<VersionSummary | undefined> {
  const row = await selectSummaries(db, journeyId).where('number', '=', number).executeTakeFirst()
  return row && toSummary(row)
}

function selectSummaries(db: Db, journeyId: string) {
  return db
    .selectFrom('journey_versions')
    .select(['number', 'note', 'published_at', 'published_by', 'swept_at'])
    .where('journey_id', '=', journeyId)
}

function toSummary(row: InferResult<ReturnType<typeof selectSummaries>>[number]): VersionSummary {
  return {
    number: row.number,
    note: row.note,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by,
    isSwept: row.swept_at !== null,
  }
}
