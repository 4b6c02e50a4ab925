import type { JSONColumnType, Selectable } from 'kysely'
import type { StepRecord } from '@tabiji/shared/engine/advance/command.ts'

export type StepExecutionTable = {
  enrollment_id: string
  step_id: string
  visit: number
  journey_id: string
  node_id: string
  version_number: number
  entered_at: Date
  left_at: Date
  /** Null means the same time as `entered_at`. */
  node_entered_at: Date | null
  outlet: string | null
  outcome: StepRecord['outcome']
  reason: JSONColumnType<Record<string, unknown>> | null
}
export type StepExecutionRow = Selectable<StepExecutionTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    step_executions: StepExecutionTable
  }
}
