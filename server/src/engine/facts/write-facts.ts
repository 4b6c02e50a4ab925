import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { updateParticipantFields } from '../participants/participant.repository.ts'
import { insertSignals, lockEnrollment, type LockedEnrollment, type NewSignal } from './signal.repository.ts'

/** Locks the person before whatever belongs to them, as the engine does. */
export function lockPerson(
  trx: Database | Transaction,
  workspaceId: string,
  enrollmentId: string,
): Promise<LockedEnrollment | undefined> {
  return lockEnrollment(trx, workspaceId, enrollmentId)
}

/** Keeps facts about people whom the caller holds and moves on. */
export function writeSignals(trx: Database | Transaction, signals: readonly NewSignal[]): Promise<void> {
  return insertSignals(trx, signals)
}

export function writeParticipantFields(
  trx: Database | Transaction,
  people: readonly { id: string; fields: FieldValues }[],
): Promise<void> {
  return updateParticipantFields(trx, people)
}
