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
  /** Null until there is one. */
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
 * So that there is a row to lock. Never in the transaction that asks for a token: this one locks the connection, which an admin's
 * change would then wait for as long as the other side takes to answer. The connection is locked before the row is written, in
 * the order of all others: by the foreign key alone it would come after, and meet in a deadlock with whoever stores tokens.
 */
export async function ensureAccessTokenRow(db: Database | Transaction, connectionId: string): Promise<void> {
  await sql`insert into access_tokens (connection_id)
    select id from connections where id = ${connectionId}::uuid for key share on conflict do nothing`.execute(db)
}

/** Until the transaction ends nobody else asks for a token of this connection. Undefined: there is no row any more. */
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

/** What is held for the same credentials stays: it may be good for a while, and what renews it is asked with again. */
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

/** Afterwards nothing is held and nothing has failed; answers what was held. Waits for whoever asks for a token just now. */
export async function deleteAccessTokens(
  db: Database | Transaction,
  connectionId: string,
  options: { unlessOf?: string } = {},
): Promise<StoredAccessTokens | undefined> {
  let query = db.deleteFrom('access_tokens').where('connection_id', '=', connectionId)
  if (options.unlessOf !== undefined) query = query.where(sql<boolean>`belongs_to is distinct from ${options.unlessOf}`)
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
