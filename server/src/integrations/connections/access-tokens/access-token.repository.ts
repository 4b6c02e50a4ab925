import { sql } from 'kysely'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { StoredAccessTokenFailure } from './access-token-failure.ts'

export type StoredAccessToken = {
  sealed: string
  id: string
  obtainedAt: Date
  expiresAt: Date | null
  afterRefusal: boolean
}

export type StoredAccessTokens = {
  /** Null before the first token. */
  token: StoredAccessToken | null
  belongsTo: string | null
  failure: StoredAccessTokenFailure | null
  retryAt: Date | null
}

export async function findAccessTokens(
  db: Database | Transaction,
  connectionId: string,
): Promise<StoredAccessTokens | undefined> {
  const row = await selectAccessTokens(db, connectionId).executeTakeFirst()
  return row && rowToAccessTokens(row)
}

/**
 * Ensures that there is a row to lock. Never call this in the transaction that requests a token: this statement locks
 * the connection, and an admin's change would then wait until the other system responds. The connection is locked
 * before the row is written, in the same order as everywhere else. By the foreign key alone it would be locked after
 * the row, and could deadlock with a transaction that stores tokens.
 */
export async function ensureAccessTokenRow(db: Database | Transaction, connectionId: string): Promise<void> {
  await sql`insert into access_tokens (connection_id)
    select id from connections where id = ${connectionId}::uuid for key share on conflict do nothing`.execute(db)
}

/**
 * Until the transaction ends, no other transaction requests a token for this connection. Undefined when the row was
 * deleted.
 */
export async function lockAccessTokens(
  db: Database | Transaction,
  connectionId: string,
): Promise<StoredAccessTokens | undefined> {
  const row = await selectAccessTokens(db, connectionId).forUpdate().executeTakeFirst()
  return row && rowToAccessTokens(row)
}

export async function writeAccessTokens(
  db: Database | Transaction,
  connectionId: string,
  token: StoredAccessToken,
  belongsTo: string,
): Promise<void> {
  const row = {
    sealed: token.sealed,
    token_id: token.id,
    belongs_to: belongsTo,
    obtained_at: token.obtainedAt,
    expires_at: token.expiresAt,
    after_refusal: token.afterRefusal,
    failure: null,
    retry_at: null,
  }
  await db
    .insertInto('access_tokens')
    .values({ connection_id: connectionId, ...row })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(row))
    .execute()
}

/**
 * Keeps a stored token of the same credentials: it may still be valid, and its refresh token is used for the next
 * request.
 */
export async function writeAccessTokenFailure(
  db: Database | Transaction,
  connectionId: string,
  failure: StoredAccessTokenFailure,
  attempt: { belongsTo: string; retryAt: Date; keepsToken: boolean },
): Promise<void> {
  await db
    .updateTable('access_tokens')
    .set({
      failure: JSON.stringify(failure),
      retry_at: attempt.retryAt,
      belongs_to: attempt.belongsTo,
      ...(!attempt.keepsToken && { sealed: null, token_id: null, obtained_at: null, expires_at: null }),
    })
    .where('connection_id', '=', connectionId)
    .execute()
}

export async function writeAccessTokenOwner(
  db: Database | Transaction,
  connectionId: string,
  belongsTo: string,
): Promise<void> {
  await db
    .updateTable('access_tokens')
    .set({ belongs_to: belongsTo })
    .where('connection_id', '=', connectionId)
    .execute()
}

/** Deletes tokens and failure and returns what was stored. Waits for a transaction that is requesting a token. */
export async function deleteAccessTokens(
  db: Database | Transaction,
  connectionId: string,
  options: { unlessOf?: readonly string[] } = {},
): Promise<StoredAccessTokens | undefined> {
  let query = db.deleteFrom('access_tokens').where('connection_id', '=', connectionId)
  const { unlessOf = [] } = options
  if (unlessOf.length > 0)
    query = query.where(sql<boolean>`belongs_to is null or belongs_to <> all (${[...unlessOf]}::text[])`)
  const row = await query.returningAll().executeTakeFirst()
  return row && rowToAccessTokens(row)
}

function selectAccessTokens(db: Database | Transaction, connectionId: string) {
  return db.selectFrom('access_tokens').selectAll().where('connection_id', '=', connectionId)
}

function rowToAccessTokens(row: {
  sealed: string | null
  token_id: string | null
  belongs_to: string | null
  obtained_at: Date | null
  expires_at: Date | null
  after_refusal: boolean
  failure: StoredAccessTokenFailure | null
  retry_at: Date | null
}): StoredAccessTokens {
  const { sealed, token_id: id, obtained_at: obtainedAt } = row
  return {
    token:
      sealed !== null && id !== null && obtainedAt !== null
        ? { sealed, id, obtainedAt, expiresAt: row.expires_at, afterRefusal: row.after_refusal }
        : null,
    belongsTo: row.belongs_to,
    failure: row.failure,
    retryAt: row.retry_at,
  }
}
