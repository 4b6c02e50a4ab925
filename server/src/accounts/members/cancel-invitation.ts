import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { lockInvitation, setInvitationStatus } from './invitation.repository.ts'
import type { CancelInvitationInput } from '../workspaces/workspace.schemas.ts'

export async function cancelInvitation(ctx: Ctx, input: CancelInvitationInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const invitation = await lockInvitation(ctx.db, ctx.workspaceId, input.id)
    if (!invitation) throw notFound('invitation')
    if (invitation.status !== 'pending') return
    await setInvitationStatus(ctx.db, invitation.id, 'canceled')
    await recordAudit(ctx, {
      action: 'invitationCanceled',
      subjectKind: 'invitation',
      subjectId: invitation.id,
      before: { email: invitation.email, role: invitation.role },
    })
  })
}
