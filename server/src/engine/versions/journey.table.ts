import type { Generated, JSONColumnType, Selectable } from 'kysely'
import type { Operation } from '@tabiji/shared/drafts/operation.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import type { Plan } from '@tabiji/shared/plan/plan.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { JourneyState } from './journey.types.ts'

export type JourneyTable = {
  id: string
  workspace_id: string
  state: Generated<JourneyState>
  is_sample: Generated<boolean>
  draft: JSONColumnType<JourneyDocument>
  draft_revision: Generated<number>
  published_version: number | null
  /** Since when people do not move; null while the journey runs and before its first run. */
  paused_at: Date | null
  /** The state of the journey's checklist; the engine does not read it. */
  setup_tasks: JSONColumnType<object[]> | null
  created_at: Date
  updated_at: Date
}
export type JourneyRow = Selectable<JourneyTable>

export type JourneyVersionTable = {
  journey_id: string
  number: number
  document: JSONColumnType<JourneyDocument>
  plan: JSONColumnType<Plan>
  external_actions: JSONColumnType<Record<string, number>>
  impact: JSONColumnType<Impact>
  note: string | null
  published_at: Date
  published_by: JSONColumnType<Actor>
  swept_at: Date | null
  spread_ms_per_10k: Generated<number>
  overdue: JSONColumnType<Record<string, number>>
  sweep_total: Generated<number>
  sweep_done: Generated<number>
}
export type JourneyVersionRow = Selectable<JourneyVersionTable>

export type DraftOperationsTable = {
  journey_id: string
  revision: number
  operations: JSONColumnType<Operation[]>
  label: string | null
  actor: JSONColumnType<Actor>
  created_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    draft_operations: DraftOperationsTable
    journey_versions: JourneyVersionTable
    journeys: JourneyTable
  }
}
