export type SessionTable = {
  id: string
  user_id: string
  token: string
  active_workspace_id: string | null
  expires_at: Date
  created_at: Date
  updated_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    sessions: SessionTable
  }
}
