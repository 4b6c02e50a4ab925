import { sql } from 'kysely'
import type { EnrollmentStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { StepRecord } from '@tabiji/shared/engine/advance/command.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'

type Db = Database | Transaction

export async function findParticipant(
  db: Db,
  journeyId: string,
  id: string,
): Promise<
  { participantId: string; key: string; email: string | null; fields: FieldValues; createdAt: string } | undefined
> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('participants')
    .select(['id', 'key', 'email', 'fields', 'created_at'])
    .where('journey_id', '=', journeyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      participantId: row.id,
      key: row.key,
      email: row.email,
      fields: row.fields,
      createdAt: row.created_at.toISOString(),
    }
  )
}

export async function listEnrollments(db: Db, participantId: string) {
  const rows = await db
    .selectFrom('enrollments')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('entry')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    entry: row.entry,
    status: row.status as EnrollmentStatus,
    reason: row.reason,
    nodeId: row.node_id === '' ? null : row.node_id,
    stepId: row.step_id,
    versionNumber: row.version_number,
    enteredAt: row.node_entered_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    inDoubt: row.in_doubt,
    attempt: row.attempt,
  }))
}

export type StepExecution = {
  enrollmentId: string
  stepId: string
  nodeId: string
  visit: number
  version: number
  enteredAt: string
  leftAt: string
  outlet: string | null
  outcome: StepRecord['outcome']
  reason: Record<string, unknown> | null
}

export async function listStepExecutions(db: Db, enrollmentIds: readonly string[]): Promise<StepExecution[]> {
  const rows = await db
    .selectFrom('step_executions')
    .selectAll()
    .where('enrollment_id', '=', sql<string>`any(${enrollmentIds}::uuid[])`)
    .orderBy('entered_at')
    .orderBy('visit')
    .orderBy('left_at')
    .limit(5000)
    .execute()
  return rows.map((row) => ({
    enrollmentId: row.enrollment_id,
    stepId: row.step_id,
    nodeId: row.node_id,
    visit: row.visit,
    version: row.version_number,
    enteredAt: row.entered_at.toISOString(),
    leftAt: row.left_at.toISOString(),
    outlet: row.outlet,
    outcome: row.outcome,
    reason: row.reason,
  }))
}
