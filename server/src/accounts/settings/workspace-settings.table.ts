import type { Generated, Selectable } from 'kysely'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

export type WorkspaceSettingsTable = {
  workspace_id: string
  time_zone: string
  callout_allow: string[]
  mail_from: string | null
  /** The language in which Tabiji itself writes to people of this workspace. */
  language: Generated<Locale>
  retention_days: number | null
  records_removed_before: Date | null
  updated_at: Date
}
export type WorkspaceSettingsRow = Selectable<WorkspaceSettingsTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    workspace_settings: WorkspaceSettingsTable
  }
}
