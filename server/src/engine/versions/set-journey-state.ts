import type { Transaction } from '../../kernel/db/transaction.ts'
import { updateJourneyState } from './journey.repository.ts'
import type { JourneyState } from './journey.types.ts'

/** Sets the state that the engine reads from the end of this transaction on. */
export function setJourneyState(
  trx: Transaction,
  journeyId: string,
  change: { state: JourneyState; publishedVersion?: number; pausedAt?: Date | null; now: Date },
): Promise<void> {
  return updateJourneyState(trx, journeyId, change)
}
