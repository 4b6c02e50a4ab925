import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { decodeCursor, type Page, pageInput, toPage } from '../http/page.ts'
import { listStoredSecurityEvents, type StoredSecurityEvent } from './security-event.repository.ts'
import { securityEventKinds, securityOutcomes } from '@tabiji/shared/kernel/security-event-kinds.ts'

export const listSecurityEventsInput = pageInput.extend({
  kind: z.enum(securityEventKinds).optional(),
  outcome: z.enum(securityOutcomes).optional(),
  who: z.string().trim().max(254).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
type ListSecurityEventsInput = z.output<typeof listSecurityEventsInput>

const cursorKey = z.tuple([z.uuid()])

/** Newest first: the events of the workspace, of its people, and those that name nobody. */
export async function listSecurityEvents(ctx: Ctx, input: ListSecurityEventsInput): Promise<Page<StoredSecurityEvent>> {
  const { limit, cursor, kind, outcome, who, since, until } = input
  const events = await listStoredSecurityEvents(ctx.db, {
    kind,
    outcome,
    who: who || undefined,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
    beforeId: decodeCursor(cursor, cursorKey)?.[0],
    limit: limit + 1,
    workspaceId: ctx.workspaceId,
  })
  return toPage(
    events,
    limit,
    (event) => [event.id],
    (event) => event,
  )
}
