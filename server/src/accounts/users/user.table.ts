import type { Selectable } from 'kysely'

export type UserTable = {
  id: string
  name: string
  email: string
  email_verified: boolean
  image: string | null
  locale: string | null
  created_at: Date
  updated_at: Date
}
export type UserRow = Selectable<UserTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    users: UserTable
  }
}
