import { sql } from 'kysely'
import { uuidArray } from '../../kernel/db/binary-array.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { LockedPerson } from './fact.repository.ts'

/**
 * Notes that other enrollments of these participants may wait for what changed. The transaction that changes the fields cannot lock
 * them, because participants come after enrollments in the order of locks, so it leaves a row that commits with the fields. Rows are
 * only appended: a unique key would make two transactions wait for each other. `handled`: enrollments that the transaction itself looks
 * at.
 */
export async function requestRechecks(
  trx: Database | Transaction,
  changed: readonly { id: string }[],
  handled: readonly string[],
): Promise<void> {
  if (changed.length === 0) return
  await sql`
    insert into wait_rechecks (participant_id)
    select distinct participant_id from enrollments
    where participant_id = any(${uuidArray(changed.map(({ id }) => id))}::uuid[]) and status = 'active'
      and id <> all(${uuidArray(handled)}::uuid[])`.execute(trx)
}

/** Takes requests in any order, each by one worker only. */
export async function takeRechecks(trx: Transaction, limit: number): Promise<string[]> {
  const { rows } = await sql<{ participantId: string }>`
    delete from wait_rechecks
    where id in (select id from wait_rechecks limit ${limit} for update skip locked)
    returning participant_id as "participantId"`.execute(trx)
  return [...new Set(rows.map(({ participantId }) => participantId))]
}

/** Locks the active enrollments of the participants in id order. */
export async function lockActiveEnrollments(
  trx: Transaction,
  participantIds: readonly string[],
): Promise<(LockedPerson & { journeyId: string })[]> {
  const { rows } = await sql<LockedPerson & { journeyId: string }>`
    select id, participant_id as "participantId", journey_id as "journeyId", step_id as "stepId", status,
      pinned_version as "pinnedVersion"
    from enrollments
    where participant_id = any(${uuidArray(participantIds)}::uuid[]) and status = 'active'
    order by id
    for update`.execute(trx)
  return rows
}
