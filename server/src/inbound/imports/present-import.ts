import { formattedIssue } from '../../kernel/http/problems/problem.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { ImportProgress } from './get-import.ts'

/** An import as the REST API returns it. */
export function presentImport(found: ImportProgress, locale: Locale) {
  const { reasons, ...counts } = found.counts
  return {
    id: found.id,
    journeyId: found.journeyId,
    purpose: found.purpose,
    status: found.status,
    dryRun: found.isDryRun,
    fileName: found.fileName,
    headers: found.headers,
    mapping: found.mapping,
    rows: found.rowCount,
    done: found.doneCount,
    counts,
    reasons: Object.entries(reasons).map(([code, rows]) => ({ code, rows })),
    rowsPerSecond: found.rowsPerSecond,
    issues: found.issues.map((issue) => formattedIssue(issue, locale)),
    createdAt: found.createdAt,
    startedAt: found.startedAt,
    finishedAt: found.finishedAt,
  }
}
