import type { Selectable } from 'kysely'
import type { Actor, Role } from '../../kernel/actor.ts'

export type ApiKeyTable = {
  id: string
  workspace_id: string
  name: string
  role: Exclude<Role, 'owner'>
  prefix: string
  hash: string
  created_by_kind: Actor['kind']
  created_by_id: string | null
  created_by_name: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}
export type ApiKeyRow = Selectable<ApiKeyTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    api_keys: ApiKeyTable
  }
}
