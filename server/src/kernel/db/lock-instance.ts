import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Transaction } from './transaction.ts'

// Any constant number will do; it must only differ from other advisory locks of the product.
const instanceLock = 7_461_626_901

/** Until the end of the transaction: the first owner and the first workspace are made once, whoever comes at once. */
export async function lockInstance(db: Database | Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${instanceLock}::bigint)`.execute(db)
}
