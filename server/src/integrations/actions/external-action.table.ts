import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { JSONColumnType, Selectable } from 'kysely'
import type { RecordedReply } from '../calls/attempts/callout-record.ts'

export type ExternalActionTable = {
  id: string
  workspace_id: string
  /** Name and connection are copies from the newest version, for lists and foreign keys. */
  connection_id: string
  name: string
  version: number
  created_at: Date
  updated_at: Date
}
export type ExternalActionRow = Selectable<ExternalActionTable>

export type ExternalActionVersionTable = {
  external_action_id: string
  version: number
  definition: JSONColumnType<ExternalAction>
  created_at: Date
}

export type ExternalActionSampleTable = {
  external_action_id: string
  workspace_id: string
  version: number
  reply: JSONColumnType<RecordedReply>
  kept_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    external_action_samples: ExternalActionSampleTable
    external_action_versions: ExternalActionVersionTable
    external_actions: ExternalActionTable
  }
}
