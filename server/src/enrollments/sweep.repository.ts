import { sql } from 'kysely'
import type { FieldValues } from '@tabiji/shared/field/field-type.ts'
import { nodeIdOf } from '@tabiji/shared/plan/compile.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Transaction } from '../db/transaction.ts'
import { rowToClaimed, type ClaimedEnrollment, type ClaimedRow } from './claim-due-enrollments.ts'

/** Puts up to 5,000 people who waited for the first publish at the entry; how many. They are the only ones at no node. */
export async function letInWaiting(
  trx: Transaction,
  entry: { journeyId: string; stepId: StepId; nodeId: string; versionNumber: number },
  now: Date,
): Promise<number> {
  const { rows } = await sql`
    update enrollments set status = 'active', step_id = ${entry.stepId}, node_id = ${entry.nodeId},
      version_number = ${entry.versionNumber}::integer, entered_at = ${now}, node_entered_at = ${now}, due_at = ${now}
    where id = any(array(
      select id from enrollments
      where journey_id = ${entry.journeyId}::uuid and node_id = '' and status = 'new'
      order by id
      limit 5000
      for update
    ))
    returning id`.execute(trx)
  return rows.length
}

/**
 * People at a step who were last touched under an older version, locked. Those whose effect is under way are left out: their
 * result brings them to the newest version. Waits for other holders instead of passing them over, because somebody passed
 * over in a long wait would not be looked at again before it ends.
 */
export async function claimStragglers(
  trx: Transaction,
  at: { journeyId: string; stepId: StepId; versionNumber: number },
  limit: number,
): Promise<ClaimedEnrollment[]> {
  const { rows } = await sql<ClaimedRow & { fields: FieldValues }>`
    select e.id, e.participant_id, e.step_id, e.visit, e.attempt, e.version_number, e.entered_at, e.node_entered_at,
      e.due_at, e.time_limit_at, e.in_doubt, e.outputs, p.fields
    from (
      select * from enrollments
      where journey_id = ${at.journeyId}::uuid and node_id = ${nodeIdOf(at.stepId)} and step_id = ${at.stepId}
        and status = 'active' and lease_until is null and attempt = 0
        and version_number < ${at.versionNumber}::integer
        and (pinned_version is null or pinned_version <> version_number)
      order by id
      limit ${sql.lit(limit)}
      for update
    ) e
    join participants p on p.id = e.participant_id`.execute(trx)
  return rows.map(rowToClaimed)
}

export type Retimed = { id: string; dueAt: number | null; timeLimitAt: number | null }

export async function writeRetimed(trx: Transaction, people: readonly Retimed[], versionNumber: number): Promise<void> {
  if (people.length === 0) return
  const ids = people.map((person) => person.id)
  await sql`
    update enrollments set version_number = ${versionNumber}::integer,
      due_at = to_timestamp(retimed.due_at / 1000.0), time_limit_at = to_timestamp(retimed.time_limit_at / 1000.0)
    from unnest(
      ${ids}::uuid[],
      ${people.map((person) => person.dueAt)}::bigint[],
      ${people.map((person) => person.timeLimitAt)}::bigint[]
    ) as retimed (id, due_at, time_limit_at)
    where enrollments.id = any(${ids}::uuid[]) and enrollments.id = retimed.id`.execute(trx)
}
