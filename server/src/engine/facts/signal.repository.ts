import { sql } from 'kysely'
import type { EnrollmentStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

export type LockedEnrollment = {
  workspaceId: string
  journeyId: string
  stepId: string
  status: EnrollmentStatus
  pinnedVersion: number | null
}

export async function lockEnrollment(trx: Db, workspaceId: string, id: string): Promise<LockedEnrollment | undefined> {
  const row = await trx
    .selectFrom('enrollments')
    .select(['journey_id', 'step_id', 'status', 'pinned_version'])
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      workspaceId,
      journeyId: row.journey_id,
      stepId: row.step_id,
      status: row.status,
      pinnedVersion: row.pinned_version,
    }
  )
}

export type NewSignal = {
  id: string
  workspaceId: string
  journeyId: string
  enrollmentId: string
  kind: SignalKind
  nodeId: string | null
  payload?: FieldValues
  at: Date
}

export async function insertSignals(trx: Db, signals: readonly NewSignal[]): Promise<void> {
  await trx
    .insertInto('signals')
    .values(
      signals.map((signal) => ({
        id: signal.id,
        workspace_id: signal.workspaceId,
        journey_id: signal.journeyId,
        enrollment_id: signal.enrollmentId,
        kind: signal.kind,
        node_id: signal.nodeId,
        payload: signal.payload ? JSON.stringify(signal.payload) : null,
        occurred_at: signal.at,
      })),
    )
    .execute()
}

/** Whoever is overdue stays so: the reducer goes back to the moment we should have looked at. */
export async function makeDue(trx: Db, enrollmentId: string, now: Date): Promise<void> {
  await trx
    .updateTable('enrollments')
    .set({ due_at: sql<Date>`least(due_at, ${now})` })
    .where('id', '=', enrollmentId)
    .execute()
}
