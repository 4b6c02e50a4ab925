import type { Selectable } from 'kysely'
import type { Role } from '../../kernel/actor.ts'

export type InvitationTable = {
  id: string
  workspace_id: string
  email: string
  role: Role
  status: 'pending' | 'accepted' | 'rejected' | 'canceled'
  token_hash: string
  inviter_id: string | null
  expires_at: Date
  created_at: Date
}
export type InvitationRow = Selectable<InvitationTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    invitations: InvitationTable
  }
}
