import type { Ctx } from '../../kernel/context.ts'
import { type Invitation, listPendingInvitations } from './invitation.repository.ts'

export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  return listPendingInvitations(ctx.db, ctx.workspaceId, ctx.clock.now())
}
