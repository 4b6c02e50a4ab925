import { type ColumnMapping, resolveMapping, suggestMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { Ctx } from '../../kernel/context.ts'
import { type EnrollTarget, loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { invalid, ServiceError } from '../../kernel/errors.ts'
import { CsvError } from './file/csv-error.ts'
import { decodeText } from './file/decode-text.ts'
import { detectDialect, sampleBytes } from './file/detect-dialect.ts'
import type { Dialect, DialectInput } from './file/dialect.ts'
import { importFields } from './import-fields.ts'
import { type Import, findImport, insertImport, markImportFinished, markImportUploaded } from './import.repository.ts'
import type { ImportPurpose } from './import.table.ts'
import { numberedHeaders, readHeader } from './file/read-header.ts'
import { createRowParser } from './file/row-parser.ts'
import { openRowStage } from './run/row-stage.ts'
import { startImport } from './start-import.ts'

export type ReceiveImportInput = {
  journeyId: string
  purpose: ImportPurpose
  fileName: string
  chunks: AsyncIterable<Buffer>
  dialect: DialectInput
  /** Start at once, with this mapping or with the suggested one. Without `start` the import waits for a mapping. */
  start?: { mapping: ColumnMapping | undefined; isDryRun: boolean }
}

/**
 * Reads a file as it arrives and stages its rows, in constant memory. A file that cannot be read leaves no rows, only the import
 * with the reason.
 */
export async function receiveImport(ctx: Ctx, input: ReceiveImportInput): Promise<Import> {
  const target = await loadEnrollTarget(ctx, input.journeyId)
  const importId = ctx.ids.uuid()
  await insertImport(ctx.db, {
    id: importId,
    workspaceId: ctx.workspaceId,
    journeyId: target.journeyId,
    purpose: input.purpose,
    fileName: input.fileName,
    createdBy: ctx.actor,
    createdAt: ctx.clock.now(),
  })
  let file: { dialect: Dialect; headers: string[]; rowCount: number; mapping: ColumnMapping }
  try {
    file = await stageFile(ctx, target, importId, input)
  } catch (error) {
    const issues = issuesOf(error)
    await markImportFinished(ctx.db, importId, { status: 'failed', issues: issues ?? [], at: ctx.clock.now() })
    throw issues ? invalid(issues) : error
  }
  await markImportUploaded(ctx.db, importId, file)
  if (input.start) return startImport(ctx, { importId, mapping: file.mapping }, { isDryRun: input.start.isDryRun })
  return (await findImport(ctx.db, ctx.workspaceId, importId))!
}

async function stageFile(ctx: Ctx, target: EnrollTarget, importId: string, input: ReceiveImportInput) {
  const { sample, isWhole, chunks } = await takeSample(input.chunks)
  if (sample.length === 0) throw new CsvError('csv.empty')
  const dialect = detectDialect(sample, isWhole, input.dialect)
  const fields = importFields(target, input.purpose)
  const stage = openRowStage(ctx, importId)
  let headers: string[] | null = null
  let mapping: ColumnMapping = {}
  let rowCount = 0

  const parser = createRowParser(dialect, {
    row(line, cells) {
      if (headers === null) {
        headers = dialect.hasHeader
          ? readHeader(cells, input.dialect.header === 'present' ? 'present' : 'auto')
          : numberedHeaders(cells)
        mapping = input.start?.mapping ?? suggestMapping(headers, fields)
        const resolved = input.start ? resolveMapping(headers, mapping, fields) : null
        if (resolved && !resolved.ok) throw invalid(resolved.error)
        if (dialect.hasHeader) return
      }
      // Spreadsheets leave empty rows below their last row.
      if (cells.every((cell) => cell.trim() === '')) return
      stage.add(line, cells)
      rowCount++
    },
    unreadable(line) {
      if (headers === null) throw new CsvError('csv.quoteWrong', { line, row: line })
      stage.add(line, { unreadable: 'csv.strayQuote' })
      rowCount++
    },
  })

  try {
    for await (const text of decodeText(chunks, dialect.encoding)) {
      await parser.write(text)
      await stage.flush()
    }
    await parser.end()
    if (headers === null) throw new CsvError('csv.empty')
    if (rowCount === 0) throw new CsvError('csv.headerOnly')
    await stage.end()
  } catch (error) {
    await stage.abort()
    throw error
  }
  return { dialect, headers: headers as string[], rowCount, mapping }
}

async function takeSample(
  source: AsyncIterable<Buffer>,
): Promise<{ sample: Buffer; isWhole: boolean; chunks: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]()
  const taken: Buffer[] = []
  let size = 0
  let isWhole = false
  while (size < sampleBytes && !isWhole) {
    const next = await iterator.next()
    if (next.done) isWhole = true
    else {
      taken.push(next.value)
      size += next.value.length
    }
  }
  async function* all() {
    yield* taken
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { sample: Buffer.concat(taken), isWhole, chunks: all() }
}

function issuesOf(error: unknown) {
  if (error instanceof CsvError) return [error.issue]
  return error instanceof ServiceError ? error.issues : undefined
}
