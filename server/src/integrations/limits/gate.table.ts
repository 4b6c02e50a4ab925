import type { Generated, JSONColumnType } from 'kysely'

import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/outcome.ts'

export type GateError = { outcome: CalloutOutcome; status: number | null; code: string | null; at: string }

export type CallGateTable = {
  /** Of the connection or of the external action that it stands before. */
  id: string
  connection_id: string | null
  external_action_id: string | null
  next_call_at: Date | null
  opened_at: Date | null
  next_probe_at: Date | null
  probe_owner: string | null
  probes: Generated<number>
  hold_until: Date | null
  ramp_from: Date | null
  last_error: JSONColumnType<GateError> | null
}

export type CallGateSlotTable = {
  gate_id: string
  worker_id: string
  slots: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    call_gates: CallGateTable
    call_gate_slots: CallGateSlotTable
  }
}
