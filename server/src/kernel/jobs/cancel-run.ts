import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../db/transaction.ts'
import { notFound } from '../errors.ts'
import { markForCancel, notifyRuns } from './job-run.repository.ts'

/** Ends a run of this workspace after its current batch, if its kind allows that. What it committed stays. */
export async function cancelRun(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const kinds = ctx.jobs.kinds.filter(({ isCancellable }) => isCancellable).map(({ name }) => name)
  await inTransaction(ctx, async (ctx) => {
    const request = { workspaceId: ctx.workspaceId, id, kinds, now: ctx.clock.now() }
    const kind = await markForCancel(ctx.db, request)
    if (kind === undefined) throw notFound('backgroundRun')
    await recordAudit(ctx, {
      action: 'backgroundRunCancelled',
      subjectKind: 'backgroundRun',
      subjectId: id,
      after: { kind },
    })
    await notifyRuns(ctx.db, kind)
  })
}
