import { journeyDocumentSchema, type JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import type { Impact } from '@tabiji/shared/plan/impact.ts'
import type { Plan } from '@tabiji/shared/plan/plan.ts'
import type { Actor } from '../context.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'

export type JourneyVersion = {
  journeyId: string
  number: number
  document: JourneyDocument
  plan: Plan
  /** What publishing this version meant for people who were inside. */
  impact: Impact
}

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
    .select(['document', 'plan', 'impact'])
    .where('journey_id', '=', journeyId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw new Error(`journey ${journeyId} has no version ${number}`)
  const version = {
    journeyId,
    number,
    document: journeyDocumentSchema.parse(row.document),
    plan: row.plan,
    impact: row.impact,
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
  version: JourneyVersion & { note: string | null; publishedBy: Actor; publishedAt: Date },
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

export type VersionSummary = {
  number: number
  note: string | null
  publishedAt: string
  publishedBy: Actor
  isSwept: boolean
}

export async function listVersions(db: Db, journeyId: string): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('journey_versions')
    .select(['number', 'note', 'published_at', 'published_by', 'swept_at'])
    .where('journey_id', '=', journeyId)
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    note: row.note,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by,
    isSwept: row.swept_at !== null,
  }))
}
