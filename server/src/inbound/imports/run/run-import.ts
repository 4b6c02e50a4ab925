import { resolveMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { type Ctx, systemCtx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
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
  markImportProgress,
  readRejectedLines,
  readStagedRows,
  type StagedRow,
  touchImport,
} from '../import.repository.ts'
import type { ImportCounts } from '../import.table.ts'
import { prepareRow, type PreparedRows, prepareRows, type RowReader } from './prepare-rows.ts'
import { createSeenKeys, type SeenKeys } from './seen-keys.ts'

/** Rows of one transaction: large enough to pay for it, small enough that others get their turn. */
export const chunkRows = 5000

/** After this long the job hands over to another, so that a huge file never outlives the time a job is given. */
const jobMilliseconds = 60_000

/** Another worker took the import over; it goes on where we stopped. */
class Overtaken extends Error {}

/**
 * The handler of the `import` queue. Each chunk is one transaction that also says how far the import is, so that whoever
 * comes after a killed worker goes on behind the last committed chunk.
 */
export async function runImport(deps: Deps, { importId }: { importId: string }): Promise<void> {
  const found = await findImportOfAnyWorkspace(deps.db, importId)
  if (!found || !isRunning(found)) return
  const ctx: Ctx = { ...systemCtx(deps, found.workspaceId), actor: found.createdBy }
  try {
    const isFinished = await runChunks(ctx, found)
    if (!isFinished) await deps.queue.send('import', { importId }, { singletonKey: importId })
  } catch (error) {
    if (error instanceof Overtaken) return
    // The journey lost a field, or is gone: trying again would not help.
    if (!(error instanceof ServiceError)) throw error
    await finish(ctx, found, 'failed', error.issues ?? [])
  }
}

async function runChunks(ctx: Ctx, start: Import): Promise<boolean> {
  const stopAt = ctx.clock.now().getTime() + jobMilliseconds
  const seen = createSeenKeys()
  let reader = rowReader(await loadEnrollTarget(ctx, start.journeyId), start)
  if (start.doneThroughLine > 0) await rememberKeys(ctx, start, reader, seen)
  let { doneThroughLine } = start
  let doneCount = start.doneCount
  let next = readAhead(ctx, start.id, doneThroughLine, reader)

  for (;;) {
    const chunk = await next
    const last = chunk.rows.at(-1)
    if (!last) break
    if (ctx.clock.now().getTime() > stopAt) return false
    next = readAhead(ctx, start.id, last.line, reader)
    const committed = await inTransaction(ctx, async (ctx) => {
      const current = await lockImport(ctx.db, ctx.workspaceId, start.id)
      if (!current || !isRunning(current) || current.doneThroughLine !== doneThroughLine) throw new Overtaken()
      // Asked again for each chunk: the journey may be published, or its fields changed, in between.
      const target = await loadEnrollTarget(ctx, start.journeyId)
      const reader = rowReader(target, current)
      const prepared = chunk.signature === reader.signature ? chunk.prepared : prepareRows(chunk.rows, reader)
      const decided = await decideRows(ctx, current, target, reader, prepared, seen)
      await insertRejects(ctx.db, current.id, decided.rejects)
      await markImportProgress(ctx.db, current.id, {
        counts: addCounts(current.counts, decided.counts),
        doneThroughLine: last.line,
        at: ctx.clock.now(),
      })
      return { accepted: decided.accepted, reader, doneCount: current.doneCount + chunk.rows.length }
    })
    // Only what was committed was seen: a chunk that is tried again must not meet itself.
    for (const { key, line } of committed.accepted) seen.add(key, line)
    reader = committed.reader
    doneThroughLine = last.line
    doneCount = committed.doneCount
  }

  // Staged rows are not logged, so a hard stop of PostgreSQL empties them.
  const isLost = doneCount < start.rowCount
  await finish(ctx, start, isLost ? 'failed' : start.isDryRun ? 'checked' : 'done', isLost ? [rowsLost] : undefined)
  return true
}

const rowsLost: Issue = { code: 'csv.rowsLost', severity: 'error' }

type Chunk = { rows: StagedRow[]; prepared: PreparedRows; signature: string }

/** The next rows are fetched and typed here while PostgreSQL is busy with the ones before them. */
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

/** After a restart: the keys of the rows that were accepted before it. */
async function rememberKeys(ctx: Ctx, running: Import, reader: RowReader, seen: SeenKeys): Promise<void> {
  const rejected = await readRejectedLines(ctx.db, running.id, running.doneThroughLine)
  let after = 0
  for (;;) {
    await touchImport(ctx.db, running.id, ctx.clock.now())
    const rows = await readStagedRows(ctx.db, running.id, after, chunkRows)
    for (const { line, cells } of rows) {
      if (line > running.doneThroughLine) return
      if (rejected.has(line) || !Array.isArray(cells)) continue
      const prepared = prepareRow(cells, reader)
      if ('key' in prepared) seen.add(prepared.key, line)
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.line
  }
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
    // A dry run keeps its rows for the start that follows.
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
