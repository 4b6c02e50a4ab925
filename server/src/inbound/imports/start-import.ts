import { resolveMapping } from '@tabiji/shared/csv/column-mapping.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { invalid, notFound, ServiceError } from '../../kernel/errors.ts'
import { importFields } from './import-fields.ts'
import { findImport, type Import, lockImport, markImportStarted } from './import.repository.ts'
import { importJob } from './run/import-job.ts'
import type { MapImportInput } from './import.schemas.ts'

/** Enrolls the people of an uploaded file. A dry run only computes the result of each row. */
export async function startImport(
  ctx: Ctx,
  { importId, mapping }: MapImportInput,
  { isDryRun }: { isDryRun: boolean },
): Promise<Import> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockImport(ctx.db, ctx.workspaceId, importId)
    if (!found) throw notFound('import')
    if (found.status !== 'uploaded' && found.status !== 'checked')
      throw new ServiceError('conflict', { text: 'importNotReady', params: { file: found.fileName } })
    const target = await loadEnrollTarget(ctx, found.journeyId)
    const resolved = resolveMapping(found.headers, mapping, importFields(target, found.purpose))
    if (!resolved.ok) throw invalid(resolved.error)

    await markImportStarted(ctx.db, importId, { mapping, isDryRun, at: ctx.clock.now() })
    await recordAudit(ctx, {
      action: isDryRun ? 'importChecked' : 'importStarted',
      subjectKind: 'import',
      subjectId: importId,
      after: {
        journeyId: found.journeyId,
        purpose: found.purpose,
        fileName: found.fileName,
        rows: found.rowCount,
        mapping,
      },
    })
    await ctx.jobs.send(importJob, { importId }, { key: importId, workspaceId: ctx.workspaceId, db: ctx.db })
    return (await findImport(ctx.db, ctx.workspaceId, importId))!
  })
}
