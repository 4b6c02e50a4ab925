import type { JSONColumnType, Selectable } from 'kysely'
import type { EventField } from '@tabiji/shared/events/event-field.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { EndpointDrift, PathMapping } from './event-endpoint.ts'

export type EventEndpointTable = {
  id: string
  workspace_id: string
  name: string
  topic: string
  key_hash: string
  key_prefix: string
  key_created_at: Date
  key_last_used_at: Date | null
  previous_key_hash: string | null
  previous_key_until: Date | null
  hmac_secret: string | null
  fields: JSONColumnType<EventField[]>
  schema_version: number
  match_by: JSONColumnType<PathMapping[]>
  mapping: JSONColumnType<PathMapping[]>
  enroll_journey_id: string | null
  updates_people: boolean
  fan_out_path: string | null
  dedupe_path: string | null
  rate_limit_per_minute: number
  drift: JSONColumnType<EndpointDrift> | null
  created_at: Date
  updated_at: Date
}
export type EventEndpointRow = Selectable<EventEndpointTable>

export type EventEndpointVersionTable = {
  endpoint_id: string
  version: number
  fields: JSONColumnType<EventField[]>
  accepted_by: JSONColumnType<Actor>
  accepted_at: Date
}

declare module '../../kernel/secrets/sealed-place.ts' {
  interface SealedColumns {
    'event_endpoints.hmac_secret': true
  }
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    event_endpoint_versions: EventEndpointVersionTable
    event_endpoints: EventEndpointTable
  }
}
