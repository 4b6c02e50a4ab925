import { sql } from 'kysely'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { JourneyRow } from './journey.table.ts'
import type { JourneyState, Journey } from './journey.types.ts'

type Db = Database | Transaction

export async function findJourneyById(db: Db, workspaceId: string, id: string): Promise<Journey | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectJourney(db, workspaceId, id).executeTakeFirst()
  return row && rowToJourney(row)
}

/**
 * The journey with its row locked until the transaction ends, so that drafts are edited one after the other. The lock excludes
 * the key (`for no key update`): a batch that counts at a node for the first time needs the key for its foreign key while a pause
 * or a publish waits for that batch.
 */
export async function findJourneyForUpdate(trx: Db, workspaceId: string, id: string): Promise<Journey | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectJourney(trx, workspaceId, id).forNoKeyUpdate().executeTakeFirst()
  return row && rowToJourney(row)
}

function selectJourney(db: Db, workspaceId: string, id: string) {
  return db.selectFrom('journeys').selectAll().where('workspace_id', '=', workspaceId).where('id', '=', id)
}

export async function updateJourneyState(
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

/** What the engine must know before it works on a journey of any workspace. */
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
