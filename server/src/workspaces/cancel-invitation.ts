import { recordAudit } from '../audit/record-audit.ts'
import { type Ctx, requireRole } from '../context.ts'
import { inTransaction } from '../db/transaction.ts'
import { notFound } from '../errors.ts'
import { lockInvitation, setInvitationStatus } from './invitation.repository.ts'
import type { CancelInvitationInput } from './workspace.schemas.ts'

export async function cancelInvitation(ctx: Ctx, input: CancelInvitationInput): Promise<void> {
  requireRole(ctx, 'admin')
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
