import type { Transaction } from '../../kernel/db/transaction.ts'
import { lockJourneyExclusive } from './journey-lock.repository.ts'

/** Waits for the batches under way and keeps everybody in the journey where they are until the transaction ends. */
export async function lockJourney(trx: Transaction, journeyId: string): Promise<void> {
  await lockJourneyExclusive(trx, journeyId)
}
