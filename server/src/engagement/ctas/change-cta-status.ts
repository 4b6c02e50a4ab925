import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { AuditAction } from '../../kernel/audit/audit-action.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { lockEnrollment } from '../../engine/facts/lock-enrollment.ts'
import { recordFactsOf } from '../../engine/facts/record-facts.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import type { DatedCta } from './cta-due.ts'
import { findCta, lockCta, setCtaStatus } from './cta.repository.ts'
import type { CtaStatus } from './cta.table.ts'
import { getCta } from './get-cta.ts'

const signals: Record<CtaStatus, SignalKind> = {
  open: 'ctaOpened',
  closedSuccess: 'ctaClosedSuccess',
  closedLost: 'ctaClosedLost',
}

const auditActions: Record<CtaStatus, AuditAction> = {
  open: 'ctaReopened',
  closedSuccess: 'ctaClosed',
  closedLost: 'ctaClosed',
}

/** Opens or closes a CTA and signals the journey that opened it, in one transaction. */
export async function changeCtaStatus(ctx: Ctx, id: string, status: CtaStatus): Promise<DatedCta> {
  return inTransaction(ctx, async (ctx) => {
    const seen = await findCta(ctx.db, ctx.workspaceId, id)
    if (!seen) throw notFound('cta')
    // The engine locks the person first and their CTAs after; the other order would lock each other out.
    const { journey, enrollmentId } = seen
    const opener = journey && enrollmentId !== null ? { journeyId: journey.id, enrollmentId } : null
    if (opener) await lockEnrollment(ctx, opener.journeyId, opener.enrollmentId)
    await lockCta(ctx.db, ctx.workspaceId, id)
    const cta = await findCta(ctx.db, ctx.workspaceId, id)
    if (!cta) throw notFound('cta')
    if ((cta.status === 'open') === (status === 'open'))
      throw new ServiceError('conflict', {
        text: status === 'open' ? 'ctaOpen' : 'ctaClosed',
        params: { name: cta.name },
      })

    await setCtaStatus(ctx.db, id, status, ctx.clock.now())
    if (opener) {
      const { name, type, priority, reason, owner } = cta
      const payload = { name, type, priority, reason, owner }
      await recordFactsOf(ctx, opener.journeyId, [
        { enrollmentId: opener.enrollmentId, signal: { kind: signals[status], nodeId: cta.nodeId, payload } },
      ])
    }
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
