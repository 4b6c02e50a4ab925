// oxlint-disable-next-line tabiji/imports -- hot statements in a file of their own, with the reasons for their shape
import { sql } from 'kysely'
import type { Signal } from '@tabiji/shared/conditions/condition.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import { uuidArray } from '../../kernel/db/binary-array.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ClaimedEnrollment } from './claimed-enrollment.ts'
import { claim, claimedColumns } from './claimed-enrollment.repository.ts'

/** A step at which people are claimed. People who finish on an older version are claimed separately. */
export type ClaimedStep = { journeyId: string; stepId: StepId; pinnedVersion: number | null }

/** Worded like the conditions of the two partial indexes, so that the planner sees which index holds all the rows. */
export function pinnedTo(version: number | null) {
  return version === null ? sql`pinned_version is null` : sql`pinned_version = ${version}::integer`
}

/**
 * People in one claim. A larger claim gains nothing: above 1,000 the cost per row stays the same, and a crash loses the work of
 * the whole claim.
 */
export const claimSize = 1000

/**
 * Due people of one step, locked until the transaction ends. People whom another worker has locked are skipped. Uses the partial
 * index enrollments_due, in its order. The limit is a literal: with a parameter, a generic plan assumes a tenth of the table and
 * chooses a sequential scan. There is no condition on version_number, for the same reason.
 */
export async function claimDueEnrollments(
  trx: Transaction,
  step: ClaimedStep,
  now: Date,
): Promise<ClaimedEnrollment[]> {
  return claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where journey_id = ${step.journeyId}::uuid and step_id = ${step.stepId}
        and status = 'active' and lease_until is null and ${pinnedTo(step.pinnedVersion)} and due_at <= ${now}
      order by due_at
      limit ${sql.lit(claimSize)}
      for update skip locked`,
  )
}

/**
 * Leases up to `limit` due people of a step that does something outside. The transaction does nothing else: the lease is
 * committed before the effect begins, so a row that holds the lease of a dead worker is known to be in doubt. `any(array(…))`
 * keeps the update on the primary key; a join to the inner select was planned as a hash join over the whole table.
 */
export async function leaseDueEnrollments(
  trx: Transaction,
  step: ClaimedStep & { versionNumber: number },
  lease: { owner: string; now: Date; until: Date; limit: number },
): Promise<ClaimedEnrollment[]> {
  return claim(
    trx,
    sql`
      update enrollments set
        lease_until = ${lease.until}, lease_owner = ${lease.owner}::uuid, attempt = attempt + 1,
        -- The first attempt fixes the version this step execution was entered with; retries keep it.
        version_number = case when attempt = 0 then ${step.versionNumber}::integer else version_number end
      where enrollments.id = any(array(
        select id from enrollments
        where journey_id = ${step.journeyId}::uuid and step_id = ${step.stepId}
          and status = 'active' and lease_until is null and ${pinnedTo(step.pinnedVersion)}
          and due_at <= ${lease.now}
        order by due_at
        limit ${sql.lit(Math.min(lease.limit, claimSize))}
        for update skip locked
      ))
      returning ${claimedColumns}`,
  )
}

/**
 * The leased people whose effects are finished, locked, with current values. A missing person lost the lease to the sweeper and
 * belongs to another worker by now.
 */
export async function lockLeasedEnrollments(
  trx: Transaction,
  owner: string,
  leased: readonly { id: string; attempt: number }[],
): Promise<ClaimedEnrollment[]> {
  const ids = uuidArray(leased.map(({ id }) => id))
  const people = await claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where id = any(${ids}::uuid[]) and lease_owner = ${owner}::uuid
      order by id
      for update`,
  )
  const attempts = new Map(leased.map(({ id, attempt }) => [id, attempt]))
  return people.filter((person) => attempts.get(person.state.id) === person.attempt)
}

/** Adds the signals recorded so far. Must be called after the rows are locked, so that no signal can be committed in between. */
export async function loadSignals(trx: Transaction, people: readonly ClaimedEnrollment[]): Promise<void> {
  const byId = new Map(people.map((person) => [person.state.id, person]))
  const rows = await trx
    .selectFrom('signals')
    .select(['enrollment_id', 'kind', 'node_id', 'payload', 'occurred_at'])
    .where('enrollment_id', '=', sql<string>`any(${uuidArray([...byId.keys()])}::uuid[])`)
    .orderBy('occurred_at')
    .execute()
  for (const row of rows) {
    const signal: Signal = { kind: row.kind, nodeId: row.node_id, at: row.occurred_at.getTime() }
    if (row.payload !== null) signal.payload = row.payload
    byId.get(row.enrollment_id)!.state.signals.push(signal)
  }
}
