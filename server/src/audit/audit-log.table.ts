import type { JSONColumnType, Selectable } from 'kysely'
import type { Actor } from '../context.ts'

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
  before: JSONColumnType<unknown> | null
  after: JSONColumnType<unknown> | null
}
export type AuditLogRow = Selectable<AuditLogTable>
