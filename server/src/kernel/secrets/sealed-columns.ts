import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Secrets } from './secrets.ts'
import type { SealedColumnName } from './sealed-place.ts'

/** What resealing has to know about a column; its name says the table and the column. */
export type SealedColumn = {
  /** The primary key of the table. */
  key: string
  /** What the value of the row may be used for; undefined when the row is gone. Columns without it have no purpose. */
  purposeOf?(db: Database | Transaction, row: string): Promise<string | undefined>
  /** Renews what else the row holds that was made with an earlier key. Runs in the transaction that reseals the value. */
  alsoRenew?(deps: { db: Database | Transaction; secrets: Secrets }, row: string): Promise<void>
}

export type SealedColumnRegistry = { readonly [Name in SealedColumnName]: SealedColumn }
