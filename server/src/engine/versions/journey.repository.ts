import { sql } from 'kysely'
import { journeyDocumentSchema, type JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Operation } from '@tabiji/shared/drafts/operation.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { JourneyRow, JourneyState } from './journey.table.ts'

export type Journey = {
  id: string
  workspaceId: string
  state: JourneyState
  isSample: boolean
  draft: JourneyDocument
  draftRevision: number
  publishedVersion: number | null
  /** Since when nobody moves; null while it runs and before it ever ran. */
  pausedAt: string | null
  createdAt: string
  updatedAt: string
}

type Db = Database | Transaction

export async function findJourney(db: Db, workspaceId: string, id: string): Promise<Journey | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectJourney(db, workspaceId, id).executeTakeFirst()
  return row && rowToJourney(row)
}

/**
 * The journey with its row locked until the transaction ends, so that drafts are edited one after the other. Not the key: a batch
 * that counts at a node for the first time needs it for its foreign key, while a pause or a publish waits for that batch.
 */
export async function findJourneyForUpdate(trx: Db, workspaceId: string, id: string): Promise<Journey | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectJourney(trx, workspaceId, id).forNoKeyUpdate().executeTakeFirst()
  return row && rowToJourney(row)
}

function selectJourney(db: Db, workspaceId: string, id: string) {
  return db.selectFrom('journeys').selectAll().where('workspace_id', '=', workspaceId).where('id', '=', id)
}

export async function insertJourney(
  db: Db,
  journey: { id: string; workspaceId: string; draft: JourneyDocument; isSample?: boolean; now: Date },
): Promise<void> {
  await db
    .insertInto('journeys')
    .values({
      id: journey.id,
      workspace_id: journey.workspaceId,
      is_sample: journey.isSample ?? false,
      draft: JSON.stringify(journey.draft),
      published_version: null,
      created_at: journey.now,
      updated_at: journey.now,
    })
    .execute()
}

/** Writes the next draft revision together with the operations that led to it; the new revision. */
export async function saveDraft(
  trx: Db,
  change: {
    journey: Pick<Journey, 'id' | 'draftRevision'>
    draft: JourneyDocument
    operations: Operation[]
    label: string | null
    actor: Actor
    now: Date
  },
): Promise<number> {
  const revision = change.journey.draftRevision + 1
  await trx
    .updateTable('journeys')
    .set({ draft: JSON.stringify(change.draft), draft_revision: revision, updated_at: change.now })
    .where('id', '=', change.journey.id)
    .execute()
  await trx
    .insertInto('draft_operations')
    .values({
      journey_id: change.journey.id,
      revision,
      operations: JSON.stringify(change.operations),
      label: change.label,
      actor: JSON.stringify(change.actor),
      created_at: change.now,
    })
    .execute()
  return revision
}

export async function setJourneyState(
  trx: Db,
  id: string,
  change: { state: JourneyState; publishedVersion?: number; pausedAt?: Date | null; now: Date },
): Promise<void> {
  await trx
    .updateTable('journeys')
    .set({
      state: change.state,
      ...(change.publishedVersion === undefined ? {} : { published_version: change.publishedVersion }),
      ...(change.pausedAt === undefined ? {} : { paused_at: change.pausedAt }),
      updated_at: change.now,
    })
    .where('id', '=', id)
    .execute()
}

/** What the engine needs to know before it works on a journey, whosever it is. */
export async function readLiveJourney(
  db: Db,
  id: string,
): Promise<{ workspaceId: string; state: JourneyState; publishedVersion: number | null } | undefined> {
  const row = await db
    .selectFrom('journeys')
    .select(['workspace_id', 'state', 'published_version'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { workspaceId: row.workspace_id, state: row.state, publishedVersion: row.published_version }
}

export type JourneySummary = {
  id: string
  name: string
  state: JourneyState
  isSample: boolean
  publishedVersion: number | null
  draftRevision: number
  createdAt: string
  updatedAt: string
}

export async function listJourneys(
  db: Db,
  query: { workspaceId: string; search?: string | undefined; beforeId?: string | undefined; limit: number },
): Promise<JourneySummary[]> {
  let select = db
    .selectFrom('journeys')
    .select(['id', 'state', 'is_sample', 'published_version', 'draft_revision', 'created_at', 'updated_at'])
    .select(sql<string>`draft->>'name'`.as('name'))
    .where('workspace_id', '=', query.workspaceId)
  if (query.search) {
    const pattern = `%${query.search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    select = select.where(sql<string>`draft->>'name'`, 'ilike', pattern)
  }
  // Ids are v7, so their order is that of creation.
  if (query.beforeId) select = select.where('id', '<', query.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: row.state,
    isSample: row.is_sample,
    publishedVersion: row.published_version,
    draftRevision: row.draft_revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }))
}

export async function listJourneyIds(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db.selectFrom('journeys').select('id').where('workspace_id', '=', workspaceId).execute()
  return rows.map((row) => row.id)
}

/** Deletes the people of a journey, their steps and signals, and the journey itself. */
export async function deleteEngineRows(trx: Transaction, id: string): Promise<void> {
  await sql`delete from effect_inputs using enrollments e
    where effect_inputs.enrollment_id = e.id and e.journey_id = ${id}::uuid`.execute(trx)
  for (const table of ['step_executions', 'signals', 'enrollments', 'participants'] as const)
    await trx.deleteFrom(table).where('journey_id', '=', id).execute()
  await trx.deleteFrom('journeys').where('id', '=', id).execute()
}

function rowToJourney(row: JourneyRow): Journey {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    state: row.state,
    isSample: row.is_sample,
    draft: journeyDocumentSchema.parse(row.draft),
    draftRevision: row.draft_revision,
    publishedVersion: row.published_version,
    pausedAt: row.paused_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
