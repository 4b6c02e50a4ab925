export type PasswordResetTable = {
  id: string
  user_id: string
  token_hash: string
  source: 'mail' | 'admin' | 'commandLine'
  expires_at: Date
  created_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    password_resets: PasswordResetTable
  }
}
