import type { Selectable } from 'kysely'

export type WorkspaceTable = {
  id: string
  name: string
  slug: string
  created_at: Date
}
export type WorkspaceRow = Selectable<WorkspaceTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    workspaces: WorkspaceTable
  }
}
