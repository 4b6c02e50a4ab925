import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { type DatedCta, dueMoment } from './cta-due.ts'
import { findJourneyOfParticipant, insertCta } from './cta.repository.ts'
import type { CreateCtaInput } from './cta.schemas.ts'
import { getCta } from './get-cta.ts'

/** A CTA created by hand: no journey waits for it. */
export async function createCta(ctx: Ctx, input: CreateCtaInput): Promise<DatedCta> {
  const { participantId, dueOn, dueAt, ...given } = input
  return inTransaction(ctx, async (ctx) => {
    const journeyId =
      participantId === undefined ? null : await findJourneyOfParticipant(ctx.db, ctx.workspaceId, participantId)
    if (journeyId === undefined) throw notFound('participant')
    const id = ctx.ids.uuid()
    await insertCta(ctx.db, {
      id,
      workspaceId: ctx.workspaceId,
      journeyId,
      participantId: participantId ?? null,
      name: given.name,
      type: given.type,
      priority: given.priority,
      reason: given.reason || null,
      owner: given.owner || null,
      comments: given.comments || null,
      dueAt: (await dueMoment(ctx, { dueOn, dueAt })) ?? null,
      at: ctx.clock.now(),
    })
    await recordAudit(ctx, { action: 'ctaCreated', subjectKind: 'cta', subjectId: id, after: input })
    return getCta(ctx, { id })
  })
}
