import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Transaction } from './transaction.ts'

// An arbitrary constant that differs from the other advisory locks of the product.
const instanceLock = 7_461_626_901

/**
 * Locks until the end of the transaction, so that concurrent requests create the first owner and the first workspace
 * only once.
 */
export async function lockInstance(db: Database | Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${instanceLock}::bigint)`.execute(db)
}
