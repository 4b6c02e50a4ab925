import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { findEndpoint } from '../endpoints/event-endpoint.repository.ts'
import { type EventResponse, type ListEventsInput } from './event.schemas.ts'
import { listEventRows } from './inbound-event.repository.ts'
import { replayableStatuses } from './inbound-event.ts'
import { presentEvent } from './present-event.ts'

const cursorKey = z.tuple([z.uuid()])

/** Received events, newest first. `kept` selects events that reached nobody and can be replayed. */
export async function listEvents(ctx: Ctx, input: ListEventsInput): Promise<Page<EventResponse>> {
  const { id, limit, cursor, status } = input
  if (!(await findEndpoint(ctx.db, ctx.workspaceId, id))) throw notFound('eventEndpoint')
  const statuses = status === undefined ? undefined : status === 'kept' ? replayableStatuses : [status]
  const beforeId = decodeCursor(cursor, cursorKey)?.[0]
  const rows = await listEventRows(ctx.db, { endpointId: id, statuses, beforeId, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => presentEvent(ctx, row),
  )
}
