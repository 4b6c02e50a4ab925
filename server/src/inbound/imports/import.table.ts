import type { Generated, JSONColumnType, Selectable } from 'kysely'
import type { ColumnMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Dialect } from './file/dialect.ts'

export const importPurposes = ['participants', 'exclusions'] as const
export type ImportPurpose = (typeof importPurposes)[number]

export const importStatuses = ['uploading', 'uploaded', 'checking', 'checked', 'enrolling', 'done', 'failed'] as const
export type ImportStatus = (typeof importStatuses)[number]

export type ImportCounts = {
  enrolled: number
  /** Already in the journey, or on an earlier line of the file. */
  duplicate: number
  /** On the exclusion list; for an import of exclusions: added to it. */
  excluded: number
  invalid: number
  /** Refused rows by the code of each reason. A row can have several reasons. */
  reasons: Record<string, number>
}

export type ImportTable = {
  id: string
  workspace_id: string
  journey_id: string
  purpose: ImportPurpose
  status: ImportStatus
  file_name: string
  dialect: JSONColumnType<Dialect | Record<string, never>>
  headers: JSONColumnType<string[]>
  mapping: JSONColumnType<ColumnMapping> | null
  is_dry_run: Generated<boolean>
  row_count: Generated<number>
  counts: JSONColumnType<Partial<ImportCounts>>
  error: JSONColumnType<Issue[]> | null
  created_by: JSONColumnType<Actor>
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}
export type ImportRow = Selectable<ImportTable>

/** Cells, or the reason code of a row that could not be read. */
export type StagedCells = string[] | { unreadable: Issue['code'] }

export type ImportRowTable = {
  import_id: string
  line: number
  cells: JSONColumnType<StagedCells>
}

/** The first accepted line of each key: later lines with that key are duplicates. */
export type ImportKeyTable = {
  import_id: string
  key_hash: Buffer
  line: number
}

export type ImportRejectTable = {
  import_id: string
  line: number
  cells: JSONColumnType<string[]>
  reasons: JSONColumnType<Issue[]>
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    import_keys: ImportKeyTable
    import_rejects: ImportRejectTable
    import_rows: ImportRowTable
    imports: ImportTable
  }
}
