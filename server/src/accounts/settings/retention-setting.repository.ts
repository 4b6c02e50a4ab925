import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { WorkspaceRetention } from './workspace-settings.types.ts'

export async function listRetentions(db: Database | Transaction, defaultDays: number): Promise<WorkspaceRetention[]> {
  const rows = await db.selectFrom('workspace_settings').select(['workspace_id', 'retention_days']).execute()
  return rows.map((row) => ({ workspaceId: row.workspace_id, days: row.retention_days ?? defaultDays }))
}

/** The time never goes back: deleted records stay deleted, also when a longer retention is chosen later. */
export async function markRecordsRemoved(db: Database, workspaceId: string, before: Date): Promise<void> {
  await db
    .updateTable('workspace_settings')
    .set({ records_removed_before: sql<Date>`greatest(records_removed_before, ${before}::timestamptz)` })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

export async function findRetention(
  db: Database | Transaction,
  workspaceId: string,
  defaultDays: number,
): Promise<{ days: number; removedBefore: Date | null }> {
  const row = await db
    .selectFrom('workspace_settings')
    .select(['retention_days', 'records_removed_before'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return { days: row?.retention_days ?? defaultDays, removedBefore: row?.records_removed_before ?? null }
}
