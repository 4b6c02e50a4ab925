import type { JSONColumnType } from 'kysely'

export type EffectInputTable = {
  enrollment_id: string
  step_id: string
  visit: number
  effect: string
  snapshot: JSONColumnType<object>
  created_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    effect_inputs: EffectInputTable
  }
}
