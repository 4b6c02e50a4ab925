import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { findMailOfStep, insertMail, reclaimMail, updateMailResults } from './mail.repository.ts'
import type { MailStatus } from './mail.table.ts'
import type { ClaimedMail, MailResult, NewMail, StepExecutionKey } from './mail.types.ts'

/** True when nobody sent or is sending a mail for this step execution. */
export function recordMail(db: Database | Transaction, mail: NewMail): Promise<boolean> {
  return insertMail(db, mail)
}

/** The mail that an earlier try of a step execution recorded. */
export function findRecordedMail(
  db: Database | Transaction,
  execution: StepExecutionKey,
): Promise<(ClaimedMail & { status: MailStatus }) | undefined> {
  return findMailOfStep(db, execution)
}

/** Takes a mail up again; false when somebody else did meanwhile. */
export function reclaimRecordedMail(
  db: Database | Transaction,
  id: string,
  from: MailStatus,
  content: Omit<ClaimedMail, 'id'>,
): Promise<boolean> {
  return reclaimMail(db, id, from, content)
}

/** The ends of a micro-batch of mails, in the transaction that moves the people. */
export function recordMailResults(trx: Transaction, results: readonly MailResult[]): Promise<void> {
  return updateMailResults(trx, results)
}
