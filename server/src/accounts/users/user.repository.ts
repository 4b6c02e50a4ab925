import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isLocale, type Locale } from '@tabiji/shared/messages/locale.ts'
import type { UserRow } from './user.table.ts'
import type { User } from './user.types.ts'

/** The password is stored where better-auth reads it: in the user's account of the provider "credential". */
export async function insertUserWithPassword(
  db: Database | Transaction,
  user: User & { accountId: string; passwordHash: string; at: Date },
): Promise<void> {
  await db
    .insertInto('users')
    .values({
      id: user.id,
      name: user.name,
      email: user.email,
      email_verified: false,
      image: null,
      locale: user.locale,
      created_at: user.at,
      updated_at: user.at,
    })
    .execute()
  await db
    .insertInto('accounts')
    .values({
      id: user.accountId,
      user_id: user.id,
      account_id: user.id,
      provider_id: 'credential',
      password: user.passwordHash,
      created_at: user.at,
      updated_at: user.at,
    })
    .execute()
}

/** Also for a user who never had a password. */
export async function updatePasswordHash(
  db: Database | Transaction,
  change: { id: string; userId: string; passwordHash: string; at: Date },
): Promise<void> {
  await db
    .insertInto('accounts')
    .values({
      id: change.id,
      user_id: change.userId,
      account_id: change.userId,
      provider_id: 'credential',
      password: change.passwordHash,
      created_at: change.at,
      updated_at: change.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['provider_id', 'account_id'])
        .doUpdateSet({ password: change.passwordHash, updated_at: change.at }),
    )
    .execute()
}

/** A hash is salted, so it belongs to one account. Nothing happens when the password was changed meanwhile. */
export async function replacePasswordHash(
  db: Database | Transaction,
  before: string,
  after: string,
  at: Date,
): Promise<void> {
  await db.updateTable('accounts').set({ password: after, updated_at: at }).where('password', '=', before).execute()
}

export async function userExists(db: Database | Transaction): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function findUserByEmail(db: Database | Transaction, email: string): Promise<User | undefined> {
  const row = await db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
  return row && rowToUser(row)
}

/** Locks the user: what depends on the user's memberships stays true until the transaction ends. */
export async function lockUserByEmail(db: Database | Transaction, email: string): Promise<User | undefined> {
  const row = await db.selectFrom('users').selectAll().where('email', '=', email).forUpdate().executeTakeFirst()
  return row && rowToUser(row)
}

export async function updateUserName(db: Database | Transaction, id: string, name: string, at: Date): Promise<void> {
  await db.updateTable('users').set({ name, updated_at: at }).where('id', '=', id).execute()
}

export async function updateUserLocale(
  db: Database | Transaction,
  id: string,
  locale: Locale | null,
  at: Date,
): Promise<void> {
  await db.updateTable('users').set({ locale, updated_at: at }).where('id', '=', id).execute()
}

function rowToUser(row: UserRow): User {
  return { id: row.id, name: row.name, email: row.email, locale: isLocale(row.locale) ? row.locale : null }
}
