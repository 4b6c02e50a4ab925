import type { InferResult } from 'kysely'
import { journeyDocumentSchema, type JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { noImpact, type Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export type JourneyVersion = {
  journeyId: string
  number: number
  document: JourneyDocument
  plan: Plan
  /** What publishing this version meant for people who were inside. */
  impact: Impact
  spread: Spread
}

/** How long overdue people are spread over for each 10,000 of them, and how many were at each step at the publish. */
export type Spread = { msPer10k: number; overdue: Record<StepId, number> }

type Db = Database | Transaction

/**
 * Versions never change, so one that was read once is kept. Bounded: a worker serves the newest versions of its journeys and
 * a few older ones that people were entered with.
 */
const cache = new Map<string, JourneyVersion>()
const maxCached = 500

export async function loadVersion(db: Db, journeyId: string, number: number): Promise<JourneyVersion> {
  const key = `${journeyId} ${number}`
  const cached = cache.get(key)
  if (cached) {
    // Moved to the young end, so that the one dropped is the one unused for longest.
    cache.delete(key)
    cache.set(key, cached)
    return cached
  }
  const row = await db
    .selectFrom('journey_versions')
    .select(['document', 'plan', 'impact', 'spread_ms_per_10k', 'overdue'])
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw new Error(`journey ${journeyId} has no version ${number}`)
  const version = {
    journeyId,
    number,
    document: journeyDocumentSchema.parse(row.document),
    plan: row.plan,
    impact: { ...noImpact, ...row.impact },
    spread: { msPer10k: row.spread_ms_per_10k, overdue: row.overdue },
  }
  // Whoever reads a version finds it committed: a publish never loads the one it is about to commit.
  remember(key, version)
  return version
}

function remember(key: string, version: JourneyVersion): void {
  cache.set(key, version)
  if (cache.size > maxCached) cache.delete(cache.keys().next().value!)
}

/** The impacts of all publishes after `seen`, up to and with `current`, oldest first. */
export async function impactsSince(db: Db, journeyId: string, seen: number, current: number): Promise<Impact[]> {
  const impacts: Impact[] = []
  for (let number = seen + 1; number <= current; number++)
    impacts.push((await loadVersion(db, journeyId, number)).impact)
  return impacts
}

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

export async function markSwept(db: Db, journeyId: string, number: number, now: Date): Promise<void> {
  await db
    .updateTable('journey_versions')
    .set({ swept_at: now })
    .where('journey_id', '=', journeyId)
    .where('number', '<=', number)
    .where('swept_at', 'is', null)
    .execute()
}

/** The oldest version whose sweep is not done; undefined when nobody is left behind. */
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

/** In the transaction that brings them in line, so that progress and rows agree. */
export async function addSwept(trx: Transaction, journeyId: string, number: number, people: number): Promise<void> {
  await trx
    .updateTable('journey_versions')
    .set(({ eb }) => ({ sweep_done: eb('sweep_done', '+', people) }))
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
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
  // People who came to a step after the count are brought in line too.
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
