import type { JSONColumnType } from 'kysely'
import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'

export type SignalTable = {
  id: string
  workspace_id: string
  journey_id: string
  enrollment_id: string
  kind: SignalKind
  node_id: string | null
  payload: JSONColumnType<FieldValues> | null
  occurred_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    signals: SignalTable
  }
}
