import type { Generated } from 'kysely'
import type { JourneyState, OverdueChoice } from '../versions/journey.types.ts'

/** In this order. Each choice goes through some of them. */
export type ResumePhase = 'shiftWaits' | 'spreadNewcomers' | 'skipOverdue' | 'spreadOverdue'

export type JourneyResumeTable = {
  journey_id: string
  change_id: string
  overdue: OverdueChoice
  paused_at: Date
  resumed_at: Date
  spread_ms: number
  next_state: JourneyState
  phase: ResumePhase
  after_step_id: Generated<string>
  after_pinned_version: number | null
  after_id: string | null
  done: Generated<number>
  total: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    journey_resumes: JourneyResumeTable
  }
}
