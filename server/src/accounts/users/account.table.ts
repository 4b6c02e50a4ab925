export type AccountTable = {
  id: string
  user_id: string
  account_id: string
  provider_id: string
  password: string | null
  created_at: Date
  updated_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    accounts: AccountTable
  }
}
