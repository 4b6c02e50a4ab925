import type { JSONColumnType } from 'kysely'

export type EffectClaimTable = {
  enrollment_id: string
  step_id: string
  visit: number
  effect: string
  frozen: JSONColumnType<object>
  created_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    effect_claims: EffectClaimTable
  }
}
