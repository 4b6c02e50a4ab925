import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { JSONColumnType, Selectable } from 'kysely'
import type { RecordedReply, RecordedRequest } from './callout-record.ts'

export type CalloutAttemptTable = {
  id: string
  started_at: Date
  workspace_id: string
  connection_id: string
  external_action_id: string | null
  external_action_version: number | null
  journey_id: string | null
  version_number: number | null
  node_id: string | null
  step_id: string | null
  enrollment_id: string | null
  participant_id: string | null
  visit: number | null
  attempt: number
  idempotency_key: string | null
  in_doubt: boolean
  is_test: boolean
  outcome: CalloutOutcome
  status_code: number | null
  duration_ms: number
  request: JSONColumnType<RecordedRequest> | null
  reply: JSONColumnType<RecordedReply> | null
  /** JSON of a CalloutError. */
  error: string | null
  next_attempt_at: Date | null
}
export type CalloutAttemptRow = Selectable<CalloutAttemptTable>

export type CalloutCounterTable = {
  journey_id: string
  node_id: string
  version_number: number
  slot: Date
  outcome: CalloutOutcome
  /** 0 when no reply arrived. */
  status_code: number
  latency_bucket: number
  shard: number
  attempts: number
  first_attempts: number
  final_attempts: number
}

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    callout_attempts: CalloutAttemptTable
    callout_counters: CalloutCounterTable
  }
}
