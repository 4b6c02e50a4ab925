import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { readLiveJourney } from './journey.repository.ts'
import type { JourneyState } from './journey.types.ts'

/** The state of a journey of any workspace; undefined when the journey was deleted. */
export async function readJourneyState(
  db: Database | Transaction,
  journeyId: string,
): Promise<JourneyState | undefined> {
  return (await readLiveJourney(db, journeyId))?.state
}
