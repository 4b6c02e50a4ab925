import type { Operation } from '@tabiji/shared/drafts/operation.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyState, Journey } from '../../engine/versions/journey.types.ts'

type Db = Database | Transaction

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

/** Writes the next draft revision together with the operations that led to it. Returns the new revision. */
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
  // Ids are UUID v7, so their order is the order of creation.
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
