import { type ColumnMapping, suggestMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Dialect } from './file/dialect.ts'
import { importFields } from './import-fields.ts'
import { findImport, readStagedRows } from './import.repository.ts'
import type { ImportIdInput } from './import.schemas.ts'

const previewRows = 20

export type ImportPreview = {
  importId: string
  fileName: string
  dialect: Dialect | null
  headers: string[]
  rowCount: number
  rows: { line: number; cells: string[] }[]
  /** The fields to which columns can be mapped, with their types. */
  fields: FieldDefinition[]
  /** The chosen mapping, else the suggested one. */
  mapping: ColumnMapping
}

export async function previewImport(ctx: Ctx, { importId }: ImportIdInput): Promise<ImportPreview> {
  const found = await findImport(ctx.db, ctx.workspaceId, importId)
  if (!found) throw notFound('import')
  const target = await loadEnrollTarget(ctx, found.journeyId)
  const fields = importFields(target, found.purpose)
  const rows = await readStagedRows(ctx.db, importId, 0, previewRows)
  return {
    importId,
    fileName: found.fileName,
    dialect: found.dialect,
    headers: found.headers,
    rowCount: found.rowCount,
    rows: rows.map(({ line, cells }) => ({ line, cells: Array.isArray(cells) ? cells : [] })),
    fields,
    mapping: found.mapping ?? suggestMapping(found.headers, fields),
  }
}
