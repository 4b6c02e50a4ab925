import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { PasswordResetTable } from './password-reset.table.ts'

export type PasswordReset = { id: string; userId: string; email: string; name: string; expiresAt: Date }

/** A new link of an admin or of the command line replaces those before; one by mail leaves them, because anybody may ask for a mail. */
export async function insertPasswordReset(
  db: Database | Transaction,
  reset: {
    id: string
    userId: string
    tokenHash: string
    source: PasswordResetTable['source']
    expiresAt: Date
    at: Date
  },
): Promise<void> {
  await db
    .deleteFrom('password_resets')
    .where('user_id', '=', reset.userId)
    .where((row) => (reset.source === 'mail' ? row('expires_at', '<=', reset.at) : row.lit(true)))
    .execute()
  await db
    .insertInto('password_resets')
    .values({
      id: reset.id,
      user_id: reset.userId,
      token_hash: reset.tokenHash,
      source: reset.source,
      expires_at: reset.expiresAt,
      created_at: reset.at,
    })
    .execute()
}

/** With `lock` no other request can use the link until the transaction ends. */
export async function findPasswordReset(
  db: Database | Transaction,
  tokenHash: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<PasswordReset | undefined> {
  const row = await db
    .selectFrom('password_resets')
    .innerJoin('users', 'users.id', 'password_resets.user_id')
    .select(['password_resets.id', 'user_id', 'users.email', 'users.name', 'expires_at'])
    .where('token_hash', '=', tokenHash)
    .$if(lock, (query) => query.forUpdate(['password_resets']))
    .executeTakeFirst()
  return row && { id: row.id, userId: row.user_id, email: row.email, name: row.name, expiresAt: row.expires_at }
}

export async function hasMailedReset(db: Database | Transaction, userId: string, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('password_resets')
    .select('id')
    .where('user_id', '=', userId)
    .where('source', '=', 'mail')
    .where('created_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function deletePasswordResets(db: Database | Transaction, userId: string): Promise<void> {
  await db.deleteFrom('password_resets').where('user_id', '=', userId).execute()
}
