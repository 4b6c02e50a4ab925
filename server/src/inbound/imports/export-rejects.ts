import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { csvLine, csvTitles } from '../../kernel/csv/csv-line.ts'
import { notFound } from '../../kernel/errors.ts'
import type { LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { findImport, readRejects } from './import.repository.ts'
import type { ImportIdInput } from './import.schemas.ts'

const pageRows = 1000

const lineTitle: LocalizedText = { en: 'line', ja: '行' }
const reasonTitle: LocalizedText = { en: 'reason', ja: '理由' }

/**
 * The refused rows as CSV, each with its line in the file and all its reasons in the reader's language. The columns keep their
 * names, so the user can correct the cells and upload this file again.
 */
export async function exportRejects(
  ctx: Ctx,
  { importId }: ImportIdInput,
): Promise<{ fileName: string; lines: AsyncGenerator<string> }> {
  const found = await findImport(ctx.db, ctx.workspaceId, importId)
  if (!found) throw notFound('import')
  const { headers, id } = found
  async function* lines() {
    yield csvTitles([lineTitle[ctx.locale], reasonTitle[ctx.locale], ...headers])
    let after = 0
    for (;;) {
      const rejects = await readRejects(ctx.db, id, after, pageRows)
      const last = rejects.at(-1)
      if (!last) return
      yield rejects
        .map(({ line, cells, reasons }) =>
          csvLine([String(line), reasons.map((reason) => formatIssue(reason, ctx.locale)).join(' '), ...cells]),
        )
        .join('')
      after = last.line
    }
  }
  return { fileName: `${found.fileName.replace(/\.\w{1,5}$/, '')}-rejects.csv`, lines: lines() }
}
