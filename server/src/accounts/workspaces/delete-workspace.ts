import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { deleteWorkspaceRow, findWorkspace } from './workspace.repository.ts'
import type { DeleteWorkspaceInput } from './workspace.schemas.ts'

/** Deletes all data of the workspace, the audit log too. The server's log keeps who did it. */
export async function deleteWorkspace(ctx: Ctx, input: DeleteWorkspaceInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const workspace = await findWorkspace(ctx.db, ctx.workspaceId)
    if (!workspace) throw notFound('workspace')
    if (input.name !== workspace.name)
      throw new ServiceError('conflict', { text: 'workspaceNameWrong', params: { name: workspace.name } })
    for (const hook of ctx.onDelete.workspace) await hook(ctx.db as Transaction, workspace.id)
    await deleteWorkspaceRow(ctx.db, workspace.id)
  })
  ctx.log.warn({ workspaceId: ctx.workspaceId, actor: ctx.actor }, 'workspace deleted')
}
