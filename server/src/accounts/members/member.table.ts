import type { Selectable } from 'kysely'
import type { Role } from '../../kernel/actor.ts'

export type MemberTable = {
  id: string
  workspace_id: string
  user_id: string
  role: Role
  created_at: Date
}
export type MemberRow = Selectable<MemberTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    members: MemberTable
  }
}
