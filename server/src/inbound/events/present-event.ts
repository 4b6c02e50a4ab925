import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { EventResponse } from './event.schemas.ts'
import type { InboundEvent } from './inbound-event.ts'

export function presentEvent(ctx: Ctx, event: Omit<InboundEvent, 'payload'>): EventResponse {
  const { endpointId: _, reasons, ...shown } = event
  return {
    ...shown,
    reasons: reasons.map(({ item, journeyId, code, params }) => ({
      item,
      journeyId,
      code,
      message: formatIssue({ code, severity: 'error', ...(params && { params }) }, ctx.locale),
    })),
  }
}
