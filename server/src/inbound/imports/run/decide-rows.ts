import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { enrollBatch } from '../../../engine/enrollments/enroll-batch.ts'
import type { EnrollTarget } from '../../../engine/enrollments/enroll-target.ts'
import { excludePeople } from '../../../engine/participants/exclude-people.ts'
import { type Import, type Reject, findStagedKeys, insertStagedKeys } from '../import.repository.ts'
import type { ImportCounts } from '../import.table.ts'
import type { PreparedRow, PreparedRows } from './prepare-rows.ts'

export type Decided = {
  counts: ImportCounts
  rejects: Reject[]
}

type Verdict = { status: 'enrolled' | 'duplicate' | 'excluded' | 'invalid'; reason?: Issue }

/** Decides each row of a chunk and writes the results, in the caller's transaction. */
export async function decideRows(
  ctx: Ctx,
  running: Import,
  target: EnrollTarget,
  prepared: PreparedRows,
): Promise<Decided> {
  const { ready } = prepared
  const rejects = [...prepared.rejects]
  const counts: ImportCounts = { enrolled: 0, duplicate: 0, excluded: 0, invalid: rejects.length, reasons: {} }
  const { fresh, repeated } = await splitRepeated(ctx, running, ready)
  const accepted: { key: string; line: number }[] = []

  for (const { row, firstLine } of repeated) {
    counts.duplicate++
    rejects.push(rejectOf(row, { code: 'csv.duplicateInFile', severity: 'error', params: { line: firstLine } }))
  }
  const verdicts = await deciders[running.purpose](ctx, running, target, fresh)
  for (const [index, row] of fresh.entries()) {
    const { status, reason } = verdicts[index]!
    counts[status]++
    if (reason) rejects.push(rejectOf(row, reason))
    if (status !== 'invalid') accepted.push({ key: row.key, line: row.line })
  }
  for (const { reasons } of rejects)
    for (const { code } of reasons) counts.reasons[code] = (counts.reasons[code] ?? 0) + 1
  await insertStagedKeys(ctx.db, running.id, accepted)
  return { counts, rejects }
}

const deciders: Record<
  Import['purpose'],
  (ctx: Ctx, running: Import, target: EnrollTarget, rows: readonly PreparedRow[]) => Promise<Verdict[]>
> = {
  async participants(ctx, running, target, rows) {
    const results = await enrollBatch(ctx, target, rows, { dryRun: running.isDryRun })
    return results.map(({ status, reason }) => ({
      status,
      ...(reason && { reason: { severity: 'error', ...reason } }),
    }))
  },

  async exclusions(ctx, running, target, rows) {
    const keys = rows.map((row) => row.key)
    const known = await excludePeople(ctx, target.journeyId, keys, { dryRun: running.isDryRun })
    return keys.map((key): Verdict =>
      known.has(key)
        ? { status: 'duplicate', reason: { code: 'csv.alreadyExcluded', severity: 'error' } }
        : { status: 'excluded' },
    )
  },
}

/** Separates the first row of each key from the rows that repeat it. */
async function splitRepeated(
  ctx: Ctx,
  running: Import,
  ready: readonly PreparedRow[],
): Promise<{ fresh: PreparedRow[]; repeated: { row: PreparedRow; firstLine: number }[] }> {
  const keys = ready.map(({ key }) => key)
  const firstLines = await findStagedKeys(ctx.db, running.id, keys)
  const fresh: PreparedRow[] = []
  const repeated: { row: PreparedRow; firstLine: number }[] = []
  for (const row of ready) {
    const firstLine = firstLines.get(row.key)
    if (firstLine !== undefined) repeated.push({ row, firstLine })
    else {
      firstLines.set(row.key, row.line)
      fresh.push(row)
    }
  }
  return { fresh, repeated }
}

/** What the file says about an erased person is not stored again. */
function rejectOf({ line, cells }: PreparedRow, reason: Issue): Reject {
  return { line, cells: reason.code === 'enroll.erased' ? [] : cells, reasons: [reason] }
}
