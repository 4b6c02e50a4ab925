import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findEndpoint } from '../endpoints/event-endpoint.repository.ts'
import type { EventIdInput, EventWithPayloadResponse } from './event.schemas.ts'
import { findEvent } from './inbound-event.repository.ts'
import { presentEvent } from './present-event.ts'

/** One received event with its payload. A duplicate shows the payload of the first one. */
export async function getEvent(ctx: Ctx, { id, eventId }: EventIdInput): Promise<EventWithPayloadResponse> {
  const endpoint = await findEndpoint(ctx.db, ctx.workspaceId, id)
  const event = endpoint && (await findEvent(ctx.db, id, eventId))
  if (!event) throw notFound('event')
  const first = event.duplicateOf === null ? event : await findEvent(ctx.db, id, event.duplicateOf)
  const { payload: _, ...rest } = event
  return { ...presentEvent(ctx, rest), payload: first?.payload ?? null }
}
