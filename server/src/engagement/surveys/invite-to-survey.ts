import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { ensureInvitation, type SurveyInvitation } from './survey-invitation.repository.ts'

/** The token that opens the survey of a step execution, the same for every attempt to send it. */
export function inviteToSurvey(db: Database | Transaction, invitation: SurveyInvitation): Promise<string> {
  return ensureInvitation(db, invitation)
}
