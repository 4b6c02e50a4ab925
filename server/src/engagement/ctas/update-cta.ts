import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { type DatedCta, dueMoment } from './cta-due.ts'
import { type Cta, type CtaChange, findCta, lockCta, updateCtaRow } from './cta.repository.ts'
import type { UpdateCtaInput } from './cta.schemas.ts'
import { getCta } from './get-cta.ts'

export async function updateCta(ctx: Ctx, input: UpdateCtaInput): Promise<DatedCta> {
  const { id, name, type, priority, reason, owner, comments, dueOn, dueAt } = input
  return inTransaction(ctx, async (ctx) => {
    await lockCta(ctx.db, ctx.workspaceId, id)
    const before = await findCta(ctx.db, ctx.workspaceId, id)
    if (!before) throw notFound('cta')
    const due = await dueMoment(ctx, { dueOn, dueAt })
    const change: CtaChange = {
      ...(name !== undefined && { name }),
      ...(type !== undefined && { type }),
      ...(priority !== undefined && { priority }),
      ...(reason !== undefined && { reason: reason || null }),
      ...(owner !== undefined && { owner: owner || null }),
      ...(comments !== undefined && { comments: comments || null }),
      ...(due !== undefined && { due_at: due }),
    }
    await updateCtaRow(ctx.db, id, change, ctx.clock.now())
    const after = await getCta(ctx, { id })
    await recordAudit(ctx, {
      action: 'ctaUpdated',
      subjectKind: 'cta',
      subjectId: id,
      before: editable(before),
      after: editable(after),
    })
    return after
  })
}

function editable({ name, type, priority, reason, owner, comments, dueAt }: Cta) {
  return { name, type, priority, reason, owner, comments, dueAt }
}
