import type { Generated, JSONColumnType } from 'kysely'
import type { StoredAccessTokenFailure } from './access-token-failure.ts'

export type AccessTokenTable = {
  connection_id: string
  sealed: string | null
  token_id: string | null
  belongs_to: string | null
  obtained_at: Date | null
  expires_at: Date | null
  after_refusal: Generated<boolean>
  failure: JSONColumnType<StoredAccessTokenFailure> | null
  retry_at: Date | null
}

declare module '../../../kernel/secrets/sealed-place.ts' {
  interface SealedColumns {
    'access_tokens.sealed': true
  }
}

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    access_tokens: AccessTokenTable
  }
}
