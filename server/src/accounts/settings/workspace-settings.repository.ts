import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

import type { WorkspaceSettingsRow } from './workspace-settings.table.ts'
import type { WorkspaceSettings } from './workspace-settings.types.ts'

export async function selectWorkspaceSettings(
  db: Database | Transaction,
  workspaceId: string,
): Promise<WorkspaceSettings | undefined> {
  const row = await selectSettings(db, workspaceId).executeTakeFirst()
  return row && rowToSettings(row)
}

export async function lockWorkspaceSettings(
  db: Database | Transaction,
  workspaceId: string,
): Promise<WorkspaceSettings | undefined> {
  const row = await selectSettings(db, workspaceId).forUpdate(['workspace_settings']).executeTakeFirst()
  return row && rowToSettings(row)
}

export async function updateWorkspaceSettingsRow(
  db: Database | Transaction,
  workspaceId: string,
  settings: Omit<WorkspaceSettings, 'name'>,
  at: Date,
): Promise<void> {
  await db
    .updateTable('workspace_settings')
    .set({
      time_zone: settings.timeZone,
      callout_allow: settings.calloutAllow,
      mail_from: settings.mailFrom,
      language: settings.language,
      retention_days: settings.retentionDays,
      updated_at: at,
    })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

function selectSettings(db: Database | Transaction, workspaceId: string) {
  return db
    .selectFrom('workspace_settings')
    .innerJoin('workspaces', 'workspaces.id', 'workspace_settings.workspace_id')
    .selectAll('workspace_settings')
    .select('workspaces.name')
    .where('workspace_settings.workspace_id', '=', workspaceId)
}

function rowToSettings(row: WorkspaceSettingsRow & { name: string }): WorkspaceSettings {
  return {
    name: row.name,
    timeZone: row.time_zone,
    calloutAllow: row.callout_allow,
    mailFrom: row.mail_from,
    language: row.language,
    retentionDays: row.retention_days,
  }
}
