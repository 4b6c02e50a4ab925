import type { JSONColumnType } from 'kysely'
import type { Actor } from '../actor.ts'
import type { SecurityDetails } from '@tabiji/shared/kernel/security-event-kinds.ts'

export type SecurityEventTable = {
  id: string
  at: Date
  last_at: Date
  /** Equal refusals within an hour are one row. */
  count: number
  kind: string
  outcome: string
  actor_kind: Actor['kind'] | null
  actor_id: string | null
  actor_name: string | null
  account: string | null
  workspace_id: string | null
  address: string | null
  what: JSONColumnType<SecurityDetails>
  coalesce_key: string | null
  /** How much of `count` the stream has sent. */
  sent_count: number
}

declare module '../db/tables.ts' {
  interface Tables {
    security_events: SecurityEventTable
  }
}
