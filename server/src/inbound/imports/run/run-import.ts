import { resolveMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { type Ctx, systemCtx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { Job } from '../../../kernel/jobs/define-job.ts'
import { type EnrollTarget, loadEnrollTarget } from '../../../engine/enrollments/enroll-target.ts'
import { ServiceError } from '../../../kernel/errors.ts'
import { decideRows } from './decide-rows.ts'
import { importFields } from '../import-fields.ts'
import {
  deleteStagedRows,
  findImportOfAnyWorkspace,
  type Import,
  insertRejects,
  lockImport,
  markImportFinished,
  readStagedRows,
  saveImportCounts,
  type StagedRow,
} from '../import.repository.ts'
import type { ImportCounts } from '../import.table.ts'
import { type PreparedRows, prepareRows, type RowReader } from './prepare-rows.ts'

/** Rows of one transaction: large enough to be efficient, and small enough that other work gets its turn. */
const chunkRows = 5000

type ImportData = { importId: string }

/**
 * Each chunk is a batch, and its last line is the cursor: a run that another worker takes over starts after the last committed
 * chunk.
 */
export async function runImport(job: Job<ImportData>): Promise<void> {
  const { deps, data } = job
  const found = await findImportOfAnyWorkspace(deps.db, data.importId)
  if (!found || !isRunning(found)) return
  const ctx = ctxOf(deps, found)
  try {
    await runChunks(job, ctx, found)
  } catch (error) {
    // The journey lost a field or was deleted, so a retry would not help.
    if (!(error instanceof ServiceError)) throw error
    await finish(ctx, found, 'failed', error.issues ?? [])
  }
}

export async function cancelImport(deps: Deps, { importId }: ImportData): Promise<void> {
  const found = await findImportOfAnyWorkspace(deps.db, importId)
  if (found) await finish(ctxOf(deps, found), found, 'failed', [{ code: 'csv.cancelled', severity: 'error' }])
}

function ctxOf(deps: Deps, found: Import): Ctx {
  return { ...systemCtx(deps, found.workspaceId), actor: found.createdBy }
}

async function runChunks(job: Job<ImportData>, ctx: Ctx, start: Import): Promise<void> {
  let reader = rowReader(await loadEnrollTarget(ctx, start.journeyId), start)
  let next = readAhead(ctx, start.id, lineOf(job.progress), reader)

  for (;;) {
    const chunk = await next
    const last = chunk.rows.at(-1)
    if (!last) break
    next = readAhead(ctx, start.id, last.line, reader)
    const committed = await job.batch(async (deps, progress) => {
      const trxCtx = { ...ctx, db: deps.db, afterCommit: deps.afterCommit }
      const current = await lockImport(trxCtx.db, ctx.workspaceId, start.id)
      if (!current || !isRunning(current)) return null
      // Loaded again for each chunk: the journey may be published, or its fields may change, in between.
      const target = await loadEnrollTarget(trxCtx, start.journeyId)
      const reader = rowReader(target, current)
      const prepared = chunk.signature === reader.signature ? chunk.prepared : prepareRows(chunk.rows, reader)
      const decided = await decideRows(trxCtx, current, target, prepared)
      await insertRejects(trxCtx.db, current.id, decided.rejects)
      await saveImportCounts(trxCtx.db, current.id, addCounts(current.counts, decided.counts))
      progress.cursor = { line: last.line }
      progress.done += chunk.rows.length
      progress.total = start.rowCount
      return { reader }
    })
    if (!committed) return
    reader = committed.reader
  }

  // The table of staged rows is unlogged, so a hard stop of PostgreSQL empties it.
  const isLost = job.progress.done < start.rowCount
  await finish(ctx, start, isLost ? 'failed' : start.isDryRun ? 'checked' : 'done', isLost ? [rowsLost] : undefined)
}

/** The last processed line. */
function lineOf({ cursor }: Job<ImportData>['progress']): number {
  return cursor === null ? 0 : (cursor as { line: number }).line
}

const rowsLost: Issue = { code: 'csv.rowsLost', severity: 'error' }

type Chunk = { rows: StagedRow[]; prepared: PreparedRows; signature: string }

/** Reads and types the next rows while PostgreSQL writes the rows before them. */
function readAhead(ctx: Ctx, importId: string, afterLine: number, reader: RowReader): Promise<Chunk> {
  const chunk = readStagedRows(ctx.db, importId, afterLine, chunkRows).then((rows) => ({
    rows,
    prepared: prepareRows(rows, reader),
    signature: reader.signature,
  }))
  // Awaited in the next turn; a failure before then must not end the process.
  chunk.catch(() => {})
  return chunk
}

function rowReader(target: EnrollTarget, running: Import): RowReader {
  const fields = importFields(target, running.purpose)
  const resolved = resolveMapping(running.headers, running.mapping ?? {}, fields)
  if (!resolved.ok) throw new ServiceError('invalid', { issues: resolved.error })
  const { uniqueBy } = target
  const signature = JSON.stringify([resolved.value, fields, uniqueBy])
  return { columns: resolved.value, fields, uniqueBy, width: running.headers.length, signature }
}

async function finish(
  ctx: Ctx,
  running: Import,
  status: 'checked' | 'done' | 'failed',
  issues?: Issue[],
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const current = await lockImport(ctx.db, ctx.workspaceId, running.id)
    if (!current || !isRunning(current)) return
    await markImportFinished(ctx.db, running.id, { status, at: ctx.clock.now(), ...(issues && { issues }) })
    // A dry run keeps its rows for the import that follows.
    if (status !== 'checked') await deleteStagedRows(ctx.db, running.id)
    const { reasons: _, ...counts } = current.counts
    await recordAudit(ctx, {
      action: status === 'failed' ? 'importFailed' : status === 'checked' ? 'importCheckFinished' : 'importFinished',
      subjectKind: 'import',
      subjectId: running.id,
      after: { journeyId: running.journeyId, purpose: running.purpose, fileName: running.fileName, ...counts },
    })
  })
}

function isRunning({ status }: Import): boolean {
  return status === 'checking' || status === 'enrolling'
}

function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  const reasons = { ...a.reasons }
  for (const [code, rows] of Object.entries(b.reasons)) reasons[code] = (reasons[code] ?? 0) + rows
  return {
    enrolled: a.enrolled + b.enrolled,
    duplicate: a.duplicate + b.duplicate,
    excluded: a.excluded + b.excluded,
    invalid: a.invalid + b.invalid,
    reasons,
  }
}
