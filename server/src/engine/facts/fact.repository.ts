import { sql } from 'kysely'
import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { booleanArray, instantArray, jsonbArray, textArray, uuidArray } from '../../kernel/db/binary-array.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { claim, claimedColumns } from '../enrollments/claimed-enrollment.repository.ts'

type Db = Database | Transaction

/** What recording a fact must know about the person. */
export type LockedPerson = Pick<ClaimedEnrollment, 'participantId' | 'pinnedVersion'> &
  Pick<Enrollment, 'id' | 'stepId' | 'status'>

/** Locks in id order, as all statements that wait for enrollment locks do. */
export async function lockEnrollments(
  trx: Db,
  journey: { journeyId: string; workspaceId: string },
  ids: readonly string[],
): Promise<LockedPerson[]> {
  const { rows } = await sql<LockedPerson>`
    select id, participant_id as "participantId", step_id as "stepId", status, pinned_version as "pinnedVersion"
    from enrollments
    where id = any(${uuidArray(ids)}::uuid[])
      and journey_id = ${journey.journeyId}::uuid and workspace_id = ${journey.workspaceId}::uuid
    order by id
    for update`.execute(trx)
  return rows
}

/** Locks enrollments of any journeys of a workspace. */
export async function lockAnyEnrollments(trx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    select from enrollments where id = any(${uuidArray(ids)}::uuid[]) and workspace_id = ${workspaceId}::uuid
    order by id
    for update`.execute(trx)
}

export async function lockParticipants(trx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    select from participants where id = any(${uuidArray(ids)}::uuid[]) and workspace_id = ${workspaceId}::uuid
    order by id
    for update`.execute(trx)
}

export async function lockWithFields(
  trx: Db,
  journey: { journeyId: string; workspaceId: string },
  id: string,
): Promise<ClaimedEnrollment | undefined> {
  const [person] = await claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where id = ${id}::uuid
        and journey_id = ${journey.journeyId}::uuid and workspace_id = ${journey.workspaceId}::uuid
      for update`,
  )
  return person
}

export async function findJourneyOfEnrollment(
  db: Db,
  id: string,
): Promise<{ journeyId: string; workspaceId: string } | undefined> {
  const row = await db
    .selectFrom('enrollments')
    .select(['journey_id', 'workspace_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { journeyId: row.journey_id, workspaceId: row.workspace_id }
}

export type NewSignal = {
  id: string
  enrollmentId: string
  kind: SignalKind
  nodeId: string | null
  payload: FieldValues | null
  /** In milliseconds. */
  at: number
}

export async function insertSignals(
  trx: Db,
  journey: { journeyId: string; workspaceId: string },
  signals: readonly NewSignal[],
): Promise<void> {
  if (signals.length === 0) return
  await sql`
    insert into signals (id, workspace_id, journey_id, enrollment_id, kind, node_id, payload, occurred_at)
    select id, ${journey.workspaceId}::uuid, ${journey.journeyId}::uuid, enrollment_id, kind, node_id, payload,
      occurred_at
    from unnest(
      ${uuidArray(signals.map(({ id }) => id))}::uuid[],
      ${uuidArray(signals.map(({ enrollmentId }) => enrollmentId))}::uuid[],
      ${textArray(signals.map(({ kind }) => kind))}::text[],
      ${textArray(signals.map(({ nodeId }) => nodeId))}::text[],
      ${jsonbArray(signals.map(({ payload }) => (payload ? JSON.stringify(payload) : null)))}::jsonb[],
      ${instantArray(signals.map(({ at }) => at))}::timestamptz[]
    ) as recorded (id, enrollment_id, kind, node_id, payload, occurred_at)`.execute(trx)
}

export type EnrollmentChange = { id: string; outputs: Record<string, FieldValues> | null; isDue: boolean }

/**
 * An overdue person stays overdue: the reducer goes back to the moment at which the person was due. The caller has locked the
 * rows.
 */
export async function changeEnrollments(trx: Db, changes: readonly EnrollmentChange[], now: Date): Promise<void> {
  if (changes.length === 0) return
  const ids = uuidArray(changes.map(({ id }) => id))
  await sql`
    update enrollments set
      outputs = enrollments.outputs || coalesce(changed.outputs, '{}'),
      due_at = case when changed.is_due then least(due_at, ${now}::timestamptz) else due_at end
    from unnest(
      ${ids}::uuid[],
      ${jsonbArray(changes.map(({ outputs }) => (outputs ? JSON.stringify(outputs) : null)))}::jsonb[],
      ${booleanArray(changes.map(({ isDue }) => isDue))}::boolean[]
    ) as changed (id, outputs, is_due)
    where enrollments.id = any(${ids}::uuid[]) and enrollments.id = changed.id`.execute(trx)
}
