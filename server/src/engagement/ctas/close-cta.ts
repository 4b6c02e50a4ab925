import type { Ctx } from '../../kernel/context.ts'
import { changeCtaStatus } from './change-cta-status.ts'
import type { DatedCta } from './cta-due.ts'
import type { CloseCtaInput } from './cta.schemas.ts'

export async function closeCta(ctx: Ctx, input: CloseCtaInput): Promise<DatedCta> {
  const { id, outcome } = input
  return changeCtaStatus(ctx, id, outcome)
}
