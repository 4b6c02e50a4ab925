import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import { deleteWorkspaceRow, findWorkspace } from './workspace.repository.ts'
import type { DeleteWorkspaceInput } from './workspace.schemas.ts'

/** Deletes all data of the workspace. Its audit log and its security events stay, for the operator. */
export async function deleteWorkspace(ctx: Ctx, input: DeleteWorkspaceInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const workspace = await findWorkspace(ctx.db, ctx.workspaceId)
    if (!workspace) throw notFound('workspace')
    if (input.name !== workspace.name)
      throw new ServiceError('conflict', { text: 'workspaceNameWrong', params: { name: workspace.name } })
    for (const hook of ctx.onDelete.workspace) await hook(ctx.db as Transaction, workspace.id)
    await deleteWorkspaceRow(ctx.db, workspace.id)
    await recordAudit(ctx, {
      action: 'workspaceDeleted',
      subjectKind: 'workspace',
      subjectId: workspace.id,
      before: { name: workspace.name },
    })
    noteSecurityEvent(ctx, 'workspaceDeletion', 'succeeded', ctx, ctx.client, { name: workspace.name })
  })
}
