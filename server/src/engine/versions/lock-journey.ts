import type { Transaction } from '../../kernel/db/transaction.ts'
import { lockJourneyExclusive } from './journey-lock.repository.ts'

/** Waits for the batches under way, then keeps all people of the journey in place until the transaction ends. */
export async function lockJourney(trx: Transaction, journeyId: string): Promise<void> {
  await lockJourneyExclusive(trx, journeyId)
}
