import type { Selectable } from 'kysely'

export type WorkspaceSettingsTable = {
  workspace_id: string
  time_zone: string
  callout_allow: string[]
  mail_from: string | null
  retention_days: number | null
  records_removed_before: Date | null
  updated_at: Date
}
export type WorkspaceSettingsRow = Selectable<WorkspaceSettingsTable>
