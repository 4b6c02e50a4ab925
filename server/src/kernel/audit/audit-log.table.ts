import type { ColumnType, Selectable } from 'kysely'
import type { Actor } from '../actor.ts'

/** Any JSON value, passed as text: pg would write a bare string or a list wrongly. */
type Json = ColumnType<unknown, string | null, never>

export type AuditLogTable = {
  id: string
  workspace_id: string
  at: Date
  actor_kind: Actor['kind']
  actor_id: string | null
  actor_name: string
  action: string
  subject_kind: string
  subject_id: string | null
  before: Json
  after: Json
}
export type AuditLogRow = Selectable<AuditLogTable>

declare module '../db/tables.ts' {
  interface Tables {
    audit_log: AuditLogTable
  }
}
