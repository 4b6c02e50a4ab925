import type { JSONColumnType } from 'kysely'
import type { EventDrift } from '@tabiji/shared/events/event-field.ts'
import type { EventReason, EventStatus } from './inbound-event.ts'

export type InboundEventTable = {
  id: string
  workspace_id: string
  endpoint_id: string
  payload: JSONColumnType<object> | null
  size_bytes: number
  status: EventStatus
  received_at: Date
  processed_at: Date | null
  matched: number
  enrolled: number
  refused: number
  reasons: JSONColumnType<EventReason[]>
  duplicate_of: string | null
  drift: JSONColumnType<EventDrift> | null
}

export type EventIdempotencyKeyTable = { endpoint_id: string; key_hash: string; event_id: string; expires_at: Date }

export type EventRateTable = { endpoint_id: string; minute: Date; count: number }

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    event_idempotency_keys: EventIdempotencyKeyTable
    event_rates: EventRateTable
    inbound_events: InboundEventTable
  }
}
