import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

export async function finishStateChange(trx: Db, id: string, people: number, now: Date): Promise<void> {
  await trx.updateTable('journey_state_changes').set({ people, finished_at: now }).where('id', '=', id).execute()
}
