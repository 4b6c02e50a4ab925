import { mapRow, type MappedColumn } from '@tabiji/shared/csv/column-mapping.ts'
import { participantKey } from '@tabiji/shared/csv/participant-key.ts'
import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Reject, StagedRow } from '../import.repository.ts'
import { withoutEmptyEnd } from '../file/read-header.ts'

/** How rows become people, by the current state of the journey. */
export type RowReader = {
  columns: readonly MappedColumn[]
  fields: readonly FieldDefinition[]
  uniqueBy: readonly string[]
  /** The number of columns in the header. */
  width: number
  /** Equal for readers that read rows in the same way. */
  signature: string
}

export type PreparedRow = { line: number; cells: string[]; key: string; values: FieldValues }

export type PreparedRows = { ready: PreparedRow[]; rejects: Reject[] }

/** The typed values of each valid row, and the reasons why other rows are refused. */
export function prepareRows(rows: readonly StagedRow[], reader: RowReader): PreparedRows {
  const ready: PreparedRow[] = []
  const rejects: Reject[] = []
  for (const { line, cells } of rows) {
    if (!Array.isArray(cells)) {
      rejects.push({ line, cells: [], reasons: [{ code: cells.unreadable, severity: 'error' }] })
      continue
    }
    const prepared = prepareRow(cells, reader)
    if ('key' in prepared) ready.push({ line, cells, key: prepared.key, values: prepared.values })
    else rejects.push({ line, cells, reasons: prepared.reasons })
  }
  return { ready, rejects }
}

function prepareRow(
  cells: string[],
  { columns, fields, uniqueBy, width }: RowReader,
): { key: string; values: FieldValues } | { reasons: Issue[] } {
  if (cells.length !== width) {
    const found = withoutEmptyEnd(cells).length
    const params = { found: cells.length, expected: width }
    if (found > width) return { reasons: [{ code: 'csv.cellsSurplus', severity: 'error', params }] }
    if (cells.length < width) return { reasons: [{ code: 'csv.cellsMissing', severity: 'error', params }] }
  }
  const { values, issues } = mapRow(cells, columns, fields)
  if (issues.length > 0) return { reasons: issues }
  const key = participantKey(values, uniqueBy)
  if (key !== null) return { key, values }
  const params = { field: uniqueBy[0] ?? '' }
  return { reasons: [{ code: 'enroll.keyMissing', severity: 'error', params }] }
}
