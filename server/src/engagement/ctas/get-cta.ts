import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { type DatedCta, withDue } from './cta-due.ts'
import { findCta } from './cta.repository.ts'
import type { CtaIdInput } from './cta.schemas.ts'

export async function getCta(ctx: Ctx, { id }: CtaIdInput): Promise<DatedCta> {
  const cta = await findCta(ctx.db, ctx.workspaceId, id)
  if (!cta) throw notFound('cta')
  const [dated] = await withDue(ctx, [cta])
  return dated!
}
