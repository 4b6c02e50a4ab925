import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { enrollBatch } from '../../../engine/enrollments/enroll-batch.ts'
import type { EnrollTarget } from '../../../engine/enrollments/enroll-target.ts'
import { excludePeople } from '../../../engine/participants/exclude-people.ts'
import { type Import, readStagedLines, type Reject } from '../import.repository.ts'
import type { ImportCounts } from '../import.table.ts'
import { prepareRow, type PreparedRow, type PreparedRows, type RowReader } from './prepare-rows.ts'
import type { SeenKeys } from './seen-keys.ts'

export type Decided = {
  counts: ImportCounts
  rejects: Reject[]
  /** Rows that stand for their key from now on. */
  accepted: { key: string; line: number }[]
}

type Verdict = { status: 'enrolled' | 'duplicate' | 'excluded' | 'invalid'; reason?: Issue }

/** What becomes of each row of a chunk, written down in the caller's transaction. */
export async function decideRows(
  ctx: Ctx,
  running: Import,
  target: EnrollTarget,
  reader: RowReader,
  prepared: PreparedRows,
  seen: SeenKeys,
): Promise<Decided> {
  const { ready } = prepared
  const rejects = [...prepared.rejects]
  const counts: ImportCounts = { enrolled: 0, duplicate: 0, excluded: 0, invalid: rejects.length, reasons: {} }
  const { fresh, repeated } = await splitRepeated(ctx, running, reader, ready, seen)
  const accepted: Decided['accepted'] = []

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
  return { counts, rejects, accepted }
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

/** Tells the first row of each key from the rows that repeat it. */
async function splitRepeated(
  ctx: Ctx,
  running: Import,
  reader: RowReader,
  ready: readonly PreparedRow[],
  seen: SeenKeys,
): Promise<{ fresh: PreparedRow[]; repeated: { row: PreparedRow; firstLine: number }[] }> {
  const suspects = new Map<PreparedRow, number>()
  for (const row of ready) {
    const line = seen.find(row.key)
    if (line !== null) suspects.set(row, line)
  }
  const earlier = new Map<number, string>()
  for (const { line, cells } of await readStagedLines(ctx.db, running.id, [...new Set(suspects.values())])) {
    const prepared = Array.isArray(cells) ? prepareRow(cells, reader) : null
    if (prepared && 'key' in prepared) earlier.set(line, prepared.key)
  }

  const fresh: PreparedRow[] = []
  const repeated: { row: PreparedRow; firstLine: number }[] = []
  const inChunk = new Map<string, number>()
  for (const row of ready) {
    const suspect = suspects.get(row)
    const firstLine = suspect !== undefined && earlier.get(suspect) === row.key ? suspect : inChunk.get(row.key)
    if (firstLine !== undefined) repeated.push({ row, firstLine })
    else {
      inChunk.set(row.key, row.line)
      fresh.push(row)
    }
  }
  return { fresh, repeated }
}

function rejectOf({ line, cells }: PreparedRow, reason: Issue): Reject {
  return { line, cells, reasons: [reason] }
}
