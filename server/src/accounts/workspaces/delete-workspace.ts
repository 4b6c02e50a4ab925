import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { deleteJourney, listJourneyIds } from '../../engine/versions/journey.repository.ts'
import { deleteWorkspaceRow, findWorkspace } from './workspace.repository.ts'
import type { DeleteWorkspaceInput } from './workspace.schemas.ts'

/** Takes everything with it, the audit log too; who did it stays in the log of the server. */
export async function deleteWorkspace(ctx: Ctx, input: DeleteWorkspaceInput): Promise<void> {
  requireRole(ctx, 'owner')
  await inTransaction(ctx, async (ctx) => {
    const workspace = await findWorkspace(ctx.db, ctx.workspaceId)
    if (!workspace) throw notFound('workspace')
    if (input.name !== workspace.name)
      throw new ServiceError('conflict', { text: 'workspaceNameWrong', params: { name: workspace.name } })
    // The tables that grow with people know no foreign key, so the journeys take theirs along first.
    for (const id of await listJourneyIds(ctx.db, workspace.id)) await deleteJourney(ctx.db as Transaction, id)
    await deleteWorkspaceRow(ctx.db, workspace.id)
  })
  ctx.log.warn({ workspaceId: ctx.workspaceId, actor: ctx.actor }, 'workspace deleted')
}
