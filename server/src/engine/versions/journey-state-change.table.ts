import type { JSONColumnType } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { JourneyState, OverdueChoice } from './journey.types.ts'

export type JourneyStateChangeTable = {
  id: string
  journey_id: string
  from_state: JourneyState
  to_state: JourneyState
  at: Date
  actor: JSONColumnType<Actor>
  paused_at: Date | null
  overdue: OverdueChoice | null
  spread_minutes_per_10k: number | null
  people: number
  finished_at: Date | null
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    journey_state_changes: JourneyStateChangeTable
  }
}
