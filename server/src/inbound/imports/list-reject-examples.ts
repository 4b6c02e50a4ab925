import { formatIssue, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findImport, readRejectsOf } from './import.repository.ts'
import type { ImportIdInput } from './import.schemas.ts'

const reasonsShown = 20
const examplesOfReason = 3

export type RejectExamples = {
  code: string
  rows: number
  /** The first rows refused for this reason, each with the reason in the reader's language. */
  examples: { line: number; message: string; cells: string[] }[]
}

/** Why rows were refused, the most frequent reason first. The file of rejects has the complete list. */
export async function listRejectExamples(ctx: Ctx, { importId }: ImportIdInput): Promise<RejectExamples[]> {
  const found = await findImport(ctx.db, ctx.workspaceId, importId)
  if (!found) throw notFound('import')
  const reasons = Object.entries(found.counts.reasons)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, reasonsShown)
  return Promise.all(
    reasons.map(async ([code, rows]) => {
      const rejects = await readRejectsOf(ctx.db, importId, code as Issue['code'], examplesOfReason)
      return {
        code,
        rows,
        examples: rejects.map(({ line, cells, reasons }) => ({
          line,
          cells,
          message: formatIssue(
            reasons.find((reason) => reason.code === code)!,
            ctx.locale,
          ),
        })),
      }
    }),
  )
}
