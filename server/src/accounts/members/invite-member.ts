import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { hashOneTimeToken, makeOneTimeToken } from '../users/one-time-token.ts'
import { type Invitation, replaceInvitation } from './invitation.repository.ts'
import { requireRoleOver } from './member-rules.ts'
import { findMemberByEmail } from './member.repository.ts'
import type { InviteMemberInput } from '../workspaces/workspace.schemas.ts'

const validForMs = 7 * 24 * 60 * 60 * 1000

/** Returns the link once. Only its hash is stored, so a copy of the database contains no usable invitation. */
export async function inviteMember(
  ctx: Ctx,
  input: InviteMemberInput,
): Promise<{ invitation: Invitation; link: string }> {
  const { email, role } = input
  requireRoleOver(ctx, role)
  return inTransaction(ctx, async (ctx) => {
    if (await findMemberByEmail(ctx.db, ctx.workspaceId, email))
      throw new ServiceError('conflict', { text: 'memberExists', params: { email } })
    const token = makeOneTimeToken()
    const now = ctx.clock.now()
    const invitation = await replaceInvitation(ctx.db, {
      id: ctx.ids.uuid(),
      workspaceId: ctx.workspaceId,
      email,
      role,
      tokenHash: hashOneTimeToken(token),
      inviterId: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      expiresAt: new Date(now.getTime() + validForMs),
      at: now,
    })
    await recordAudit(ctx, {
      action: 'memberInvited',
      subjectKind: 'invitation',
      subjectId: invitation.id,
      after: { email, role },
    })
    return { invitation, link: new URL(`/invitation#${token}`, ctx.config.publicUrl).href }
  })
}
