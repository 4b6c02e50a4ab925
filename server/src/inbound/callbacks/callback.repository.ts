import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

export async function hasCallbackSignal(
  trx: Db,
  { enrollmentId, nodeId, since }: { enrollmentId: string; nodeId: string; since: Date },
): Promise<boolean> {
  const row = await trx
    .selectFrom('signals')
    .select('id')
    .where('enrollment_id', '=', enrollmentId)
    .where('kind', '=', 'callbackReceived')
    .where('node_id', '=', nodeId)
    .where('occurred_at', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
