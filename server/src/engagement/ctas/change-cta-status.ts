import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { recordSignal } from '../../engine/facts/record-signal.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import type { DatedCta } from './cta-due.ts'
import { findCta, lockCta, setCtaStatus } from './cta.repository.ts'
import type { CtaStatus } from './cta.table.ts'
import { getCta } from './get-cta.ts'
import { lockPerson } from '../../engine/facts/write-facts.ts'

const signals: Record<CtaStatus, SignalKind> = {
  open: 'ctaOpened',
  closedSuccess: 'ctaClosedSuccess',
  closedLost: 'ctaClosedLost',
}

const auditActions: Record<CtaStatus, string> = {
  open: 'ctaReopened',
  closedSuccess: 'ctaClosed',
  closedLost: 'ctaClosed',
}

/** Opens or closes a CTA and tells the journey that opened it, both or neither. */
export async function changeCtaStatus(ctx: Ctx, id: string, status: CtaStatus): Promise<DatedCta> {
  requireRole(ctx, 'editor')
  return inTransaction(ctx, async (ctx) => {
    const seen = await findCta(ctx.db, ctx.workspaceId, id)
    if (!seen) throw notFound('cta')
    // The engine locks the person first and their CTAs after; the other order would lock each other out.
    if (seen.enrollmentId !== null) await lockPerson(ctx.db, ctx.workspaceId, seen.enrollmentId)
    await lockCta(ctx.db, ctx.workspaceId, id)
    const cta = await findCta(ctx.db, ctx.workspaceId, id)
    if (!cta) throw notFound('cta')
    if ((cta.status === 'open') === (status === 'open'))
      throw new ServiceError('conflict', {
        text: status === 'open' ? 'ctaOpen' : 'ctaClosed',
        params: { name: cta.name },
      })

    await setCtaStatus(ctx.db, id, status, ctx.clock.now())
    if (cta.enrollmentId !== null)
      await recordSignal(ctx, {
        enrollmentId: cta.enrollmentId,
        kind: signals[status],
        nodeId: cta.nodeId,
        payload: { name: cta.name, type: cta.type, priority: cta.priority, reason: cta.reason, owner: cta.owner },
      })
    await recordAudit(ctx, {
      action: auditActions[status],
      subjectKind: 'cta',
      subjectId: id,
      before: { status: cta.status },
      after: { status },
    })
    return getCta(ctx, { id })
  })
}
