import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { readLiveJourney } from './journey.repository.ts'
import type { JourneyState } from './journey.types.ts'

/** The state of a journey, whichever workspace it belongs to; undefined when it is gone. */
export async function readJourneyState(
  db: Database | Transaction,
  journeyId: string,
): Promise<JourneyState | undefined> {
  return (await readLiveJourney(db, journeyId))?.state
}
