import type { Generated, JSONColumnType } from 'kysely'
import type { StoredTokenFailure } from './token-failure.ts'

export type ConnectionTokenTable = {
  connection_id: string
  sealed: string | null
  token_id: string | null
  belongs_to: string | null
  obtained_at: Date | null
  expires_at: Date | null
  after_refusal: Generated<boolean>
  failure: JSONColumnType<StoredTokenFailure> | null
  ask_again_at: Date | null
}

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    connection_tokens: ConnectionTokenTable
  }
}
