import type { Generated, JSONColumnType } from 'kysely'

import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'

export type BreakerError = { outcome: CalloutOutcome; status: number | null; code: string | null; at: string }

export type CallLimiterTable = {
  /** The id of the connection or external action that it limits. */
  id: string
  connection_id: string | null
  external_action_id: string | null
  next_call_at: Date | null
  opened_at: Date | null
  next_probe_at: Date | null
  probe_owner: string | null
  probes: Generated<number>
  open_until: Date | null
  ramp_from: Date | null
  last_error: JSONColumnType<BreakerError> | null
}

export type CallLimiterQuotaTable = {
  limiter_id: string
  worker_id: string
  concurrency: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    call_limiters: CallLimiterTable
    call_limiter_quotas: CallLimiterQuotaTable
  }
}
