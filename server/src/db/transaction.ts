import type { Transaction as KyselyTransaction } from 'kysely'
import type { Database, Tables } from './database.ts'

export type Transaction = KyselyTransaction<Tables>

/** Runs in the caller's transaction if there is one, else in its own: verbs can call verbs and still be atomic. */
export async function inTransaction<C extends { db: Database | Transaction }, T>(
  ctx: C,
  run: (ctx: C) => Promise<T>,
): Promise<T> {
  if (ctx.db.isTransaction) return run(ctx)
  return ctx.db.transaction().execute((trx) => run({ ...ctx, db: trx }))
}
