import type { Ctx } from '../../kernel/context.ts'
import { changeCtaStatus } from './change-cta-status.ts'
import type { DatedCta } from './cta-due.ts'
import type { CtaIdInput } from './cta.schemas.ts'

export async function reopenCta(ctx: Ctx, { id }: CtaIdInput): Promise<DatedCta> {
  return changeCtaStatus(ctx, id, 'open')
}
