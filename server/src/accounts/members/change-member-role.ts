import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { requireAnotherOwner, requireMember, requireRoleOver } from './member-rules.ts'
import { lockMembers, updateMemberRole } from './member.repository.ts'
import type { ChangeMemberRoleInput } from '../workspaces/workspace.schemas.ts'

export async function changeMemberRole(ctx: Ctx, input: ChangeMemberRoleInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const members = await lockMembers(ctx.db, ctx.workspaceId)
    const member = requireMember(members, input.memberId)
    if (member.role === input.role) return
    requireRoleOver(ctx, member.role)
    requireRoleOver(ctx, input.role)
    requireAnotherOwner(members, member)
    await updateMemberRole(ctx.db, member.id, input.role)
    await recordAudit(ctx, {
      action: 'memberRoleChanged',
      subjectKind: 'user',
      subjectId: member.userId,
      before: { email: member.email, role: member.role },
      after: { email: member.email, role: input.role },
    })
  })
}
