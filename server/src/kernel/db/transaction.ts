import { sql, type Transaction as KyselyTransaction } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

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

/**
 * Undoes what `run` wrote when it throws, and leaves the transaction around it usable. What it wanted to do after the commit is
 * forgotten with it.
 */
export async function inSavepoint<C extends InTransaction, T>(ctx: C, run: (ctx: C) => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(ctx.db)
  const callbacks: (() => void)[] = []
  try {
    const result = await run({ ...ctx, afterCommit: callbacks })
    await sql`release savepoint part`.execute(ctx.db)
    for (const callback of callbacks) afterCommit(ctx, callback)
    return result
  } catch (error) {
    // The connection may be gone, and the first error is the one that matters.
    await sql`rollback to savepoint part`.execute(ctx.db).catch(() => {})
    throw error
  }
}
