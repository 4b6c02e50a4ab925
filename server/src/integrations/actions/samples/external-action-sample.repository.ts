import type { RecordedReply } from '../../calls/attempts/callout-record.ts'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import { isUuid } from '../../../kernel/is-uuid.ts'

/** The sample reply of an action. An action has at most one. */
export type ExternalActionSample = { externalActionId: string; version: number; reply: RecordedReply; keptAt: string }

export async function upsertSample(
  db: Database | Transaction,
  workspaceId: string,
  { externalActionId, version, reply, keptAt }: ExternalActionSample,
): Promise<void> {
  const kept = { version, reply: JSON.stringify(reply), kept_at: new Date(keptAt) }
  await db
    .insertInto('external_action_samples')
    .values({ external_action_id: externalActionId, workspace_id: workspaceId, ...kept })
    .onConflict((conflict) => conflict.column('external_action_id').doUpdateSet(kept))
    .execute()
}

export async function deleteSample(db: Database | Transaction, workspaceId: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const { numDeletedRows } = await db
    .deleteFrom('external_action_samples')
    .where('workspace_id', '=', workspaceId)
    .where('external_action_id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function findSamples(
  db: Database | Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<ExternalActionSample[]> {
  const wellFormed = ids.filter(isUuid)
  if (wellFormed.length === 0) return []
  const rows = await db
    .selectFrom('external_action_samples')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('external_action_id', 'in', wellFormed)
    .execute()
  return rows.map((row) => ({
    externalActionId: row.external_action_id,
    version: row.version,
    reply: row.reply,
    keptAt: row.kept_at.toISOString(),
  }))
}
