import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { requireAnotherOwner, requireMember, requireRoleOver } from './member-rules.ts'
import { deleteMember, lockMembers } from './member.repository.ts'
import type { MemberInput } from '../workspaces/workspace.schemas.ts'

/** The user keeps the account: it may belong to other workspaces. */
export async function removeMember(ctx: Ctx, input: MemberInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const members = await lockMembers(ctx.db, ctx.workspaceId)
    const member = requireMember(members, input.memberId)
    requireRoleOver(ctx, member.role)
    requireAnotherOwner(members, member)
    await deleteMember(ctx.db, member.id)
    await recordAudit(ctx, {
      action: 'memberRemoved',
      subjectKind: 'user',
      subjectId: member.userId,
      before: { email: member.email, role: member.role },
    })
  })
}
