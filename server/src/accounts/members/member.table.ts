import type { Selectable } from 'kysely'
import type { Role } from '../../kernel/context.ts'

export type MemberTable = {
  id: string
  workspace_id: string
  user_id: string
  role: Role
  created_at: Date
}
export type MemberRow = Selectable<MemberTable>
