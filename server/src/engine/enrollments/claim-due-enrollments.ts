// oxlint-disable-next-line tabiji/imports -- hot statements in a file of their own, with the reasons for their shape
import { sql } from 'kysely'
import type { Signal } from '@tabiji/shared/conditions/condition.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import { uuidArray } from '../../kernel/db/binary-array.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ClaimedEnrollment } from './claimed-enrollment.ts'
import { claim, claimedColumns } from './claimed-enrollment.repository.ts'

/** A step at which people are claimed; those who finish on an older version apart from all others. */
export type ClaimedStep = { journeyId: string; stepId: StepId; pinnedVersion: number | null }

/** Written as the two partial indexes say it, so that the planner sees which one has everybody. */
export function pinnedTo(version: number | null) {
  return version === null ? sql`pinned_version is null` : sql`pinned_version = ${version}::integer`
}

/** People in one claim. Larger gains nothing: from 1,000 on the cost per row is flat, and a crash loses the whole claim's work. */
export const claimSize = 1000

/**
 * Due people of one step, locked until the transaction ends; those that another worker holds are passed over.
 * Served by the partial index enrollments_due, in its order. The limit is a literal because a parameter makes a generic plan
 * assume a tenth of the table (a sequential scan); the version condition is absent for the same reason.
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
 * Leases up to `limit` due people of a step that does something outside, in a transaction that does no more: the lease is
 * committed before the effect begins, so a row found with the lease of a dead worker is known to be in doubt. `any(array(…))` keeps
 * the update on the primary key; joined to the inner select it was planned as a hash join over the whole table.
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
 * The leased people whose effects came back, locked, with what may have changed meanwhile. Whoever is missing lost the
 * lease to the sweeper and is somebody else's by now.
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

/** Adds the signals recorded so far. Call it after the rows are locked, so that none can slip in between. */
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
