import type { Transaction } from './db/transaction.ts'

type DeletionHook = (trx: Transaction, id: string) => Promise<void>

/**
 * What each domain deletes of its own together with a thing of another domain. The hooks run in the deleting transaction, in the
 * order of the list, before the row itself goes.
 */
export type DeletionHooks = {
  workspace: readonly DeletionHook[]
  journey: readonly DeletionHook[]
}
