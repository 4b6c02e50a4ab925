import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { makePasswordLink } from '../passwords/make-password-link.ts'
import type { MemberInput } from '../workspaces/workspace.schemas.ts'
import { requireMember, requireRoleOver, requireSoleCharge } from './member-rules.ts'
import { lockMembers } from './member.repository.ts'

/** A link for a member who forgot the password. It is shown once, works once and for half an hour. */
export async function createPasswordLink(
  ctx: Ctx,
  input: MemberInput,
): Promise<{ email: string; link: string; expiresAt: string }> {
  return inTransaction(ctx, async (ctx) => {
    const member = requireMember(await lockMembers(ctx.db, ctx.workspaceId), input.memberId)
    requireRoleOver(ctx, member.role)
    await requireSoleCharge(ctx, member)
    const made = await makePasswordLink(ctx, member.userId, 'admin')
    await recordAudit(ctx, {
      action: 'memberPasswordLinkCreated',
      subjectKind: 'user',
      subjectId: member.userId,
      after: { email: member.email },
    })
    return { email: member.email, ...made }
  })
}
