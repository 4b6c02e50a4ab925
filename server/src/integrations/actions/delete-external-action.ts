import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { deleteExternalActionRow, listActionUses, lockExternalAction } from './external-action.repository.ts'
import type { ExternalActionIdInput } from './external-action.schemas.ts'

export async function deleteExternalAction(ctx: Ctx, { id }: ExternalActionIdInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const stored = await lockExternalAction(ctx.db, ctx.workspaceId, id)
    if (!stored) throw notFound('externalAction')
    const uses = (await listActionUses(ctx.db, ctx.workspaceId, [id])).get(id) ?? []
    if (uses.length > 0) {
      const where = uses.map(({ journeyName }) => `"${journeyName}"`).join(', ')
      throw new ServiceError('inUse', { params: { thing: 'externalAction', where } })
    }
    await deleteExternalActionRow(ctx.db, id)
    await recordAudit(ctx, {
      action: 'externalActionDeleted',
      subjectKind: 'externalAction',
      subjectId: id,
      before: { version: stored.version, ...stored.definition },
    })
  })
}
