import type { EnrollmentStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

/** Where somebody for whom a call was made stands now. */
export type CalledPerson = {
  workspaceId: string
  journeyId: string
  status: EnrollmentStatus
  stepId: string
  nodeId: string
  nodeEnteredAt: Date
  visit: number
  pinnedVersion: number | null
  timeLimitAt: Date | null
}

/** Locked, so that of two callbacks at once one is the first, and that nobody goes on meanwhile. */
export async function lockCalledPerson(trx: Db, enrollmentId: string): Promise<CalledPerson | undefined> {
  const row = await trx
    .selectFrom('enrollments')
    .select([
      'workspace_id',
      'journey_id',
      'status',
      'step_id',
      'node_id',
      'node_entered_at',
      'visit',
      'pinned_version',
      'time_limit_at',
    ])
    .where('id', '=', enrollmentId)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      workspaceId: row.workspace_id,
      journeyId: row.journey_id,
      status: row.status,
      stepId: row.step_id,
      nodeId: row.node_id,
      nodeEnteredAt: row.node_entered_at,
      visit: row.visit,
      pinnedVersion: row.pinned_version,
      timeLimitAt: row.time_limit_at,
    }
  )
}

export async function hasCallbackSignal(
  trx: Db,
  { enrollmentId, nodeId, since }: { enrollmentId: string; nodeId: string; since: Date },
): Promise<boolean> {
  const row = await trx
    .selectFrom('signals')
    .select('id')
    .where('enrollment_id', '=', enrollmentId)
    .where('kind', '=', 'callbackReceived')
    .where('node_id', '=', nodeId)
    .where('occurred_at', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
