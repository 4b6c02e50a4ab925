import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { RequestLimitTable } from './request-limit.table.ts'

export type LimitRow = { key: string; count: number; blockedUntil: Date | null; expiresAt: Date }

export async function findLimit(db: Database | Transaction, key: string): Promise<LimitRow | undefined> {
  const row = await db.selectFrom('request_limits').selectAll().where('key', '=', key).executeTakeFirst()
  return row && rowToLimit(row)
}

/** Makes the missing rows and locks all of them in the order of their keys, so that two requests cannot wait for each other. */
export async function lockLimits(db: Database | Transaction, keys: readonly string[], at: Date): Promise<LimitRow[]> {
  const sorted = keys.toSorted()
  await db
    .insertInto('request_limits')
    .values(sorted.map((key) => ({ key, count: 0, blocked_until: null, expires_at: at })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const rows = await db
    .selectFrom('request_limits')
    .selectAll()
    .where('key', 'in', sorted)
    .orderBy('key')
    .forUpdate()
    .execute()
  return rows.map(rowToLimit)
}

export async function saveLimits(db: Database | Transaction, rows: readonly LimitRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('request_limits')
    .values(
      rows
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map((row) => ({
          key: row.key,
          count: row.count,
          blocked_until: row.blockedUntil,
          expires_at: row.expiresAt,
        })),
    )
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        count: eb.ref('excluded.count'),
        blocked_until: eb.ref('excluded.blocked_until'),
        expires_at: eb.ref('excluded.expires_at'),
      })),
    )
    .execute()
}

/** Counts one request in the window that the row holds, or begins a new one. */
export async function countInWindow(
  db: Database | Transaction,
  key: string,
  { at, until }: { at: Date; until: Date },
): Promise<{ count: number; until: Date }> {
  const row = await db
    .insertInto('request_limits')
    .values({ key, count: 1, blocked_until: null, expires_at: until })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql<number>`case when request_limits.expires_at > ${at} then request_limits.count + 1 else 1 end`,
        expires_at: sql<Date>`case when request_limits.expires_at > ${at} then request_limits.expires_at else ${until}::timestamptz end`,
      }),
    )
    .returning(['count', 'expires_at'])
    .executeTakeFirstOrThrow()
  return { count: row.count, until: row.expires_at }
}

export async function deleteLimits(db: Database | Transaction, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db.deleteFrom('request_limits').where('key', 'in', keys).execute()
}

/** Deletes up to `limit` rows that count for nothing any more. */
export async function deleteExpiredLimits(db: Database | Transaction, at: Date, limit: number): Promise<number> {
  const expired = db.selectFrom('request_limits').select('key').where('expires_at', '<=', at).limit(limit)
  const { numDeletedRows } = await db.deleteFrom('request_limits').where('key', 'in', expired).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

function rowToLimit(row: RequestLimitTable): LimitRow {
  return { key: row.key, count: row.count, blockedUntil: row.blocked_until, expiresAt: row.expires_at }
}
