import { type Ctx, requireRole } from '../../kernel/context.ts'
import { type Member, listMemberRows } from './member.repository.ts'

export async function listMembers(ctx: Ctx): Promise<Member[]> {
  requireRole(ctx, 'viewer')
  return listMemberRows(ctx.db, ctx.workspaceId)
}
