import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { notFound } from '../../../kernel/errors.ts'
import { deleteSample } from './external-action-sample.repository.ts'
import { lockExternalAction } from '../external-action.repository.ts'
import type { ExternalActionIdInput } from '../external-action.schemas.ts'

export async function forgetSample(ctx: Ctx, { id }: ExternalActionIdInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const action = await lockExternalAction(ctx.db, ctx.workspaceId, id)
    if (!action) throw notFound('externalAction')
    if (!(await deleteSample(ctx.db, ctx.workspaceId, id))) return
    await recordAudit(ctx, {
      action: 'externalActionSampleForgotten',
      subjectKind: 'externalAction',
      subjectId: id,
      before: { name: action.definition.name },
    })
  })
}
