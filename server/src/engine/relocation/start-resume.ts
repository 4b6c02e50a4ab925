import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyState } from '../versions/journey.types.ts'
import { findResume, insertResume, redirectResume } from './journey-resume.repository.ts'
import type { JourneyResume } from './journey-resume.types.ts'

/** Starts a resume: `applyResumeBatch` then treats the overdue people, and `finishResume` makes the journey active. */
export function startResume(trx: Transaction, resume: JourneyResume): Promise<void> {
  return insertResume(trx, resume)
}

/** The resume under way; null when there is none. */
export function findRunningResume(db: Database | Transaction, journeyId: string): Promise<JourneyResume | null> {
  return findResume(db, journeyId)
}

/** Sets the state that the journey gets at the end of the resume. */
export function redirectRunningResume(trx: Transaction, journeyId: string, nextState: JourneyState): Promise<void> {
  return redirectResume(trx, journeyId, nextState)
}
