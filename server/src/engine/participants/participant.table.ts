import type { JSONColumnType, Selectable } from 'kysely'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'

export type ParticipantTable = {
  id: string
  workspace_id: string
  journey_id: string
  key: string
  email: string | null
  fields: JSONColumnType<FieldValues>
  created_at: Date
}
export type ParticipantRow = Selectable<ParticipantTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    participants: ParticipantTable
  }
}
