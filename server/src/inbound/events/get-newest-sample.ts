import { type EventField, inferFields } from '@tabiji/shared/events/event-field.ts'
import { listPaths } from '@tabiji/shared/events/split-payload.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findEndpoint } from '../endpoints/event-endpoint.repository.ts'
import type { NewestSampleInput } from './event.schemas.ts'
import { findNewestSample } from './inbound-event.repository.ts'

export type EventSample = {
  eventId: string
  receivedAt: string
  payload: unknown
  fields: EventField[]
  /** Lists by which the event could be split. */
  lists: string[]
}

/** The newest event and its contents, which a listening screen requests every second. Null while no event came. */
export async function getNewestSample(ctx: Ctx, { id, since }: NewestSampleInput): Promise<EventSample | null> {
  const endpoint = await findEndpoint(ctx.db, ctx.workspaceId, id)
  if (!endpoint) throw notFound('eventEndpoint')
  const event = await findNewestSample(ctx.db, id, new Date(since ?? 0))
  if (!event) return null
  return {
    eventId: event.id,
    receivedAt: event.receivedAt,
    payload: event.payload,
    fields: inferFields(event.payload, endpoint.fanOutPath),
    lists: listPaths(event.payload),
  }
}
