import { type Ctx, requireRole } from '../../kernel/context.ts'
import { type Invitation, listPendingInvitations } from './invitation.repository.ts'

export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  requireRole(ctx, 'admin')
  return listPendingInvitations(ctx.db, ctx.workspaceId, ctx.clock.now())
}
