import type { Generated, JSONColumnType, Selectable } from 'kysely'
import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import type { EnrollmentStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { Backfill } from '@tabiji/shared/engine/enrollment.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'

export type EnrollmentTable = {
  id: string
  workspace_id: string
  journey_id: string
  participant_id: string
  entry: Generated<number>
  status: EnrollmentStatus
  reason: string | null
  /** Set for parked people only. */
  failure_class: FailureClass | null
  parked_at: Date | null
  step_id: string
  node_id: string
  visit: Generated<number>
  attempt: Generated<number>
  version_number: number
  /** The version on which this person finishes, whatever is published later. */
  pinned_version: number | null
  entered_at: Date
  node_entered_at: Date
  due_at: Date | null
  time_limit_at: Date | null
  lease_until: Date | null
  lease_owner: string | null
  in_doubt: Generated<boolean>
  backfill: JSONColumnType<Backfill> | null
  outputs: JSONColumnType<Record<string, FieldValues>, string | undefined, string>
  created_at: Date
  ended_at: Date | null
}
export type EnrollmentRow = Selectable<EnrollmentTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    enrollments: EnrollmentTable
  }
}
