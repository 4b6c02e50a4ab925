import type { Transaction as KyselyTransaction } from 'kysely'
import type { Database, Tables } from './database.ts'

export type Transaction = KyselyTransaction<Tables>

type InTransaction = { db: Database | Transaction; afterCommit?: (() => void)[] }

/** Runs in the caller's transaction if there is one, else in its own: verbs can call verbs and still be atomic. */
export async function inTransaction<C extends InTransaction, T>(ctx: C, run: (ctx: C) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return run(ctx)
  const callbacks: (() => void)[] = []
  const result = await ctx.db.transaction().execute((trx) => run({ ...ctx, db: trx, afterCommit: callbacks }))
  for (const callback of callbacks) callback()
  return result
}

/** For what others may only learn of once the rows are there. Never called after a rollback. */
export function afterCommit(ctx: InTransaction, callback: () => void): void {
  if (ctx.afterCommit) ctx.afterCommit.push(callback)
  else callback()
}
