import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { WorkspaceRow } from './workspace.table.ts'
import type { Workspace } from './workspace.types.ts'

export async function insertWorkspace(
  db: Database | Transaction,
  workspace: { id: string; name: string; timeZone: string; language?: Locale; at: Date },
): Promise<Workspace> {
  const row = await db
    .insertInto('workspaces')
    .values({ id: workspace.id, name: workspace.name, slug: workspace.id, created_at: workspace.at })
    .returningAll()
    .executeTakeFirstOrThrow()
  await db
    .insertInto('workspace_settings')
    .values({
      workspace_id: workspace.id,
      time_zone: workspace.timeZone,
      callout_allow: [],
      mail_from: null,
      ...(workspace.language && { language: workspace.language }),
      updated_at: workspace.at,
    })
    .execute()
  return rowToWorkspace(row)
}

export async function findFirstWorkspace(db: Database | Transaction): Promise<Workspace | undefined> {
  const row = await db.selectFrom('workspaces').selectAll().orderBy('id').limit(1).executeTakeFirst()
  return row && rowToWorkspace(row)
}

export async function listWorkspaces(db: Database | Transaction): Promise<Workspace[]> {
  const rows = await db.selectFrom('workspaces').selectAll().orderBy('id').execute()
  return rows.map(rowToWorkspace)
}

export async function findWorkspace(db: Database | Transaction, id: string): Promise<Workspace | undefined> {
  const row = await db.selectFrom('workspaces').selectAll().where('id', '=', id).executeTakeFirst()
  return row && rowToWorkspace(row)
}

export async function updateWorkspaceName(db: Database | Transaction, id: string, name: string): Promise<void> {
  await db.updateTable('workspaces').set({ name }).where('id', '=', id).execute()
}

export async function deleteWorkspaceRow(db: Database | Transaction, id: string): Promise<void> {
  await db.deleteFrom('workspaces').where('id', '=', id).execute()
}

function rowToWorkspace(row: WorkspaceRow): Workspace {
  return { id: row.id, name: row.name, createdAt: row.created_at.toISOString() }
}
