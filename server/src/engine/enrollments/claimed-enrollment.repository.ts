import { sql, type RawBuilder } from 'kysely'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Database } from '../../kernel/db/database.ts'
import { pipelined } from '../../kernel/db/pipelined-transaction.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ClaimedEnrollment } from './claimed-enrollment.ts'
import type { EnrollmentRow } from './enrollment.table.ts'

const columns = [
  'id',
  'participant_id',
  'status',
  'reason',
  'step_id',
  'visit',
  'attempt',
  'version_number',
  'entered_at',
  'node_entered_at',
  'due_at',
  'time_limit_at',
  'pinned_version',
  'in_doubt',
  'backfill',
  'outputs',
] as const satisfies readonly (keyof EnrollmentRow)[]

type ClaimedRow = Pick<EnrollmentRow, (typeof columns)[number]>

/** The columns that a claim reads from enrollments. Every statement passed to `claim` returns these. */
export const claimedColumns = sql.join(columns.map((column) => sql.ref(`enrollments.${column}`)))

/**
 * Runs a statement that locks enrollments, then reads their participants in id order. The participants need a second statement: a
 * statement sees the rows of other tables as they were when it began, which is before it waited for its locks. In one joined
 * statement, a fact recorded meanwhile would show in the enrollment but not in the fields. A pipelined transaction sends both
 * statements together: the first passes the ids to the second in a setting of the transaction.
 */
export async function claim(trx: Database | Transaction, locking: RawBuilder<unknown>): Promise<ClaimedEnrollment[]> {
  const [{ rows }, participants] = await pipelined(trx, [
    () =>
      sql<ClaimedRow>`
        with claimed as materialized (${locking}), noted as (
          select set_config('tabiji.claimed', coalesce(array_agg(participant_id)::text, '{}'), true) from claimed
        )
        select claimed.* from noted, claimed order by claimed.id`.execute(trx),
    () =>
      sql<{ id: string; fields: FieldValues }>`
        select id, fields from participants
        where id = any(current_setting('tabiji.claimed')::uuid[])`.execute(trx),
  ])
  const fields = new Map(participants.rows.map((row) => [row.id, row.fields]))
  return rows.map((row) => toClaimed(row, fields.get(row.participant_id) ?? {}))
}

function toClaimed(row: ClaimedRow, fields: FieldValues): ClaimedEnrollment {
  return {
    state: {
      id: row.id,
      status: row.status,
      reason: row.reason,
      stepId: row.step_id,
      visit: row.visit,
      enteredAt: row.entered_at.getTime(),
      nodeEnteredAt: row.node_entered_at.getTime(),
      dueAt: row.due_at?.getTime() ?? null,
      timeLimitAt: row.time_limit_at?.getTime() ?? null,
      fields,
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
