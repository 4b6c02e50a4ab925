// oxlint-disable-next-line tabiji/imports -- hot statements in a file of their own, with the reasons for their shape
import { sql } from 'kysely'
import type { Signal } from '@tabiji/shared/conditions/condition.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Backfill, Enrollment } from '@tabiji/shared/engine/enrollment.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import { uuidArray } from '../../kernel/db/binary-array.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

/** A person taken for advancing: the pure state and what only the rows know. */
export type ClaimedEnrollment = {
  state: Enrollment
  participantId: string
  attempt: number
  versionNumber: number
  /** The version they finish on, whatever is published after it. */
  pinnedVersion: number | null
  inDoubt: boolean
}

/** A step at which people are claimed; those who finish on an older version apart from all others. */
export type ClaimedStep = { journeyId: string; stepId: StepId; pinnedVersion: number | null }

export type ClaimedRow = {
  id: string
  participant_id: string
  step_id: string
  visit: number
  attempt: number
  version_number: number
  entered_at: Date
  node_entered_at: Date
  due_at: Date | null
  time_limit_at: Date | null
  pinned_version: number | null
  in_doubt: boolean
  backfill: Backfill | null
  outputs: Record<string, FieldValues>
  fields: FieldValues
}

/** What a claim reads of enrollments `e` and participants `p`. */
export const claimedColumns = sql`e.id, e.participant_id, e.step_id, e.visit, e.attempt, e.version_number, e.entered_at,
  e.node_entered_at, e.due_at, e.time_limit_at, e.pinned_version, e.in_doubt, e.backfill, e.outputs, p.fields`

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
  const { rows } = await sql<ClaimedRow>`
    select ${claimedColumns}
    from (
      select * from enrollments
      where journey_id = ${step.journeyId}::uuid and step_id = ${step.stepId}
        and status = 'active' and lease_until is null and ${pinnedTo(step.pinnedVersion)} and due_at <= ${now}
      order by due_at
      limit ${sql.lit(claimSize)}
      for update skip locked
    ) e
    join participants p on p.id = e.participant_id`.execute(trx)
  return rows.map(rowToClaimed)
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
  const { rows } = await sql<ClaimedRow>`
    with leased as (
      update enrollments set
        lease_until = ${lease.until}, lease_owner = ${lease.owner}::uuid, attempt = attempt + 1,
        -- The first attempt fixes the version this step execution was entered with; retries keep it.
        version_number = case when attempt = 0 then ${step.versionNumber}::integer else version_number end
      where id = any(array(
        select id from enrollments
        where journey_id = ${step.journeyId}::uuid and step_id = ${step.stepId}
          and status = 'active' and lease_until is null and ${pinnedTo(step.pinnedVersion)}
          and due_at <= ${lease.now}
        order by due_at
        limit ${sql.lit(Math.min(lease.limit, claimSize))}
        for update skip locked
      ))
      returning *
    )
    select ${claimedColumns}
    from leased e join participants p on p.id = e.participant_id`.execute(trx)
  return rows.map(rowToClaimed)
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
  const { rows } = await sql<ClaimedRow>`
    select ${claimedColumns}
    from enrollments e join participants p on p.id = e.participant_id
    where e.id = any(${ids}::uuid[]) and e.lease_owner = ${owner}::uuid
    order by e.id
    for update of e`.execute(trx)
  const attempts = new Map(leased.map(({ id, attempt }) => [id, attempt]))
  return rows.filter((row) => attempts.get(row.id) === row.attempt).map(rowToClaimed)
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
  const answered = new Set(rows.filter(({ kind }) => kind === 'surveyResponded').map((row) => row.enrollment_id))
  if (answered.size > 0)
    await refreshFields(
      trx,
      people.filter(({ state }) => answered.has(state.id)),
    )
}

/**
 * An answer changes the participant in the transaction that leaves its signal. Whoever waited for that transaction's lock has read
 * the enrollment anew, but the participant beside it as it was before.
 */
async function refreshFields(trx: Transaction, people: readonly ClaimedEnrollment[]): Promise<void> {
  const rows = await trx
    .selectFrom('participants')
    .select(['id', 'fields'])
    .where('id', '=', sql<string>`any(${people.map((person) => person.participantId)}::uuid[])`)
    .execute()
  const fields = new Map(rows.map((row) => [row.id, row.fields]))
  for (const person of people) person.state.fields = fields.get(person.participantId) ?? person.state.fields
}

export function rowToClaimed(row: ClaimedRow): ClaimedEnrollment {
  return {
    state: {
      id: row.id,
      status: 'active',
      reason: null,
      stepId: row.step_id,
      visit: row.visit,
      enteredAt: row.entered_at.getTime(),
      nodeEnteredAt: row.node_entered_at.getTime(),
      dueAt: row.due_at?.getTime() ?? null,
      timeLimitAt: row.time_limit_at?.getTime() ?? null,
      fields: row.fields,
      outputs: row.outputs,
      signals: [],
      backfill: row.backfill,
    },
    participantId: row.participant_id,
    attempt: row.attempt,
    versionNumber: row.version_number,
    pinnedVersion: row.pinned_version,
    inDoubt: row.in_doubt,
  }
}
