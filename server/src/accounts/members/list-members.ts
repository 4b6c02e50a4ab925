import type { Ctx } from '../../kernel/context.ts'
import { type Member, listMemberRows } from './member.repository.ts'

export async function listMembers(ctx: Ctx): Promise<Member[]> {
  return listMemberRows(ctx.db, ctx.workspaceId)
}
