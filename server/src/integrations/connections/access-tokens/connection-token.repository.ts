import { sql } from 'kysely'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { StoredTokenFailure } from './token-failure.ts'

export type StoredToken = {
  sealed: string
  id: string
  obtainedAt: Date
  expiresAt: Date | null
  afterRefusal: boolean
}

export type StoredTokens = {
  /** Null until there is one. */
  token: StoredToken | null
  belongsTo: string | null
  failure: StoredTokenFailure | null
  askAgainAt: Date | null
}

export async function findTokens(db: Database | Transaction, connectionId: string): Promise<StoredTokens | undefined> {
  const row = await selectTokens(db, connectionId).executeTakeFirst()
  return row && rowToTokens(row)
}

/**
 * So that there is a row to lock. Never in the transaction that asks for a token: this one locks the connection, which an admin's
 * change would then wait for as long as the other side takes to answer. The connection is locked before the row is written, in
 * the order of all others: by the foreign key alone it would come after, and meet in a deadlock with whoever stores tokens.
 */
export async function ensureTokenRow(db: Database | Transaction, connectionId: string): Promise<void> {
  await sql`insert into connection_tokens (connection_id)
    select id from connections where id = ${connectionId}::uuid for key share on conflict do nothing`.execute(db)
}

/** Until the transaction ends nobody else asks for a token of this connection. Undefined: there is no row any more. */
export async function lockTokens(db: Database | Transaction, connectionId: string): Promise<StoredTokens | undefined> {
  const row = await selectTokens(db, connectionId).forUpdate().executeTakeFirst()
  return row && rowToTokens(row)
}

export async function writeTokens(
  db: Database | Transaction,
  connectionId: string,
  token: StoredToken,
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
    ask_again_at: null,
  }
  await db
    .insertInto('connection_tokens')
    .values({ connection_id: connectionId, ...row })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(row))
    .execute()
}

/** What is held for the same credentials stays: it may be good for a while, and what renews it is asked with again. */
export async function writeTokenFailure(
  db: Database | Transaction,
  connectionId: string,
  failure: StoredTokenFailure,
  of: { belongsTo: string; askAgainAt: Date; keepsToken: boolean },
): Promise<void> {
  await db
    .updateTable('connection_tokens')
    .set({
      failure: JSON.stringify(failure),
      ask_again_at: of.askAgainAt,
      belongs_to: of.belongsTo,
      ...(!of.keepsToken && { sealed: null, token_id: null, obtained_at: null, expires_at: null }),
    })
    .where('connection_id', '=', connectionId)
    .execute()
}

/** Afterwards nothing is held and nothing has failed; answers what was held. Waits for whoever asks for a token just now. */
export async function deleteTokens(
  db: Database | Transaction,
  connectionId: string,
  options: { unlessOf?: string } = {},
): Promise<StoredTokens | undefined> {
  let query = db.deleteFrom('connection_tokens').where('connection_id', '=', connectionId)
  if (options.unlessOf !== undefined) query = query.where(sql<boolean>`belongs_to is distinct from ${options.unlessOf}`)
  const row = await query.returningAll().executeTakeFirst()
  return row && rowToTokens(row)
}

function selectTokens(db: Database | Transaction, connectionId: string) {
  return db.selectFrom('connection_tokens').selectAll().where('connection_id', '=', connectionId)
}

function rowToTokens(row: {
  sealed: string | null
  token_id: string | null
  belongs_to: string | null
  obtained_at: Date | null
  expires_at: Date | null
  after_refusal: boolean
  failure: StoredTokenFailure | null
  ask_again_at: Date | null
}): StoredTokens {
  const { sealed, token_id: id, obtained_at: obtainedAt } = row
  return {
    token:
      sealed !== null && id !== null && obtainedAt !== null
        ? { sealed, id, obtainedAt, expiresAt: row.expires_at, afterRefusal: row.after_refusal }
        : null,
    belongsTo: row.belongs_to,
    failure: row.failure,
    askAgainAt: row.ask_again_at,
  }
}
