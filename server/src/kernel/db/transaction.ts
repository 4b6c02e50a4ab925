import { sql, type Transaction as KyselyTransaction } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

export type Transaction = KyselyTransaction<Tables>

type InTransaction = { db: Database | Transaction; afterCommit?: (() => void)[] }

/**
 * Runs in the caller's transaction if there is one, otherwise in a new one, so that verbs can call verbs and stay
 * atomic.
 */
export async function inTransaction<C extends InTransaction, T>(ctx: C, run: (ctx: C) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return run(ctx)
  const callbacks: (() => void)[] = []
  const result = await ctx.db.transaction().execute((trx) => run({ ...ctx, db: trx, afterCommit: callbacks }))
  for (const callback of callbacks) callback()
  return result
}

/** For an effect that must happen only after the rows are committed. Not called after a rollback. */
export function afterCommit(ctx: InTransaction, callback: () => void): void {
  if (ctx.afterCommit) ctx.afterCommit.push(callback)
  else callback()
}

/**
 * When `run` throws, its writes and its `afterCommit` callbacks are undone, and the surrounding transaction stays
 * usable.
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
    // The connection may be gone. The first error is the relevant one.
    await sql`rollback to savepoint part`.execute(ctx.db).catch(() => {})
    throw error
  }
}
