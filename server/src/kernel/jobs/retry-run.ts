import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../db/transaction.ts'
import { notFound } from '../errors.ts'
import { markForRetry, notifyRuns } from './job-run.repository.ts'

/** Makes a failed run wait again: it continues from its cursor and has all its attempts again. */
export async function retryRun(ctx: Ctx, { id }: { id: string }): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const kind = await markForRetry(ctx.db, ctx.workspaceId, id)
    if (kind === undefined) throw notFound('backgroundRun')
    const subject = { subjectKind: 'backgroundRun', subjectId: id }
    await recordAudit(ctx, { action: 'backgroundRunRetried', ...subject, after: { kind } })
    await notifyRuns(ctx.db, kind)
  })
}
