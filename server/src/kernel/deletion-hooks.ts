import type { Transaction } from './db/transaction.ts'

type DeletionHook = (trx: Transaction, id: string) => Promise<void>

/**
 * What each domain deletes together with an object of another domain. The hooks run in the deleting transaction, in
 * list order, before the row itself is deleted.
 */
export type DeletionHooks = {
  workspace: readonly DeletionHook[]
  journey: readonly DeletionHook[]
}
