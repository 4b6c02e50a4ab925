import { z } from 'zod'
import { failureClasses } from '@tabiji/shared/engine/failure-class.ts'
import { shownStatuses } from '@tabiji/shared/engine/enrollment-status.ts'
import { requireRole, type Ctx } from '../../kernel/context.ts'
import { decodeCursor, pageInput, toPage, type Page } from '../../kernel/http/page.ts'
import {
  listParticipants as selectParticipants,
  type ListedParticipant,
  searchParticipants,
} from './participant-list.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export const listParticipantsInput = pageInput.extend({
  nodeId: z.string().max(64).optional(),
  status: z.enum(shownStatuses).optional(),
  /** Parked people with this kind of cause. */
  failureClass: z.enum(failureClasses).optional(),
  /** The beginning of an e-mail address or of the key. */
  q: z.string().trim().max(320).optional(),
})
export type ListParticipantsInput = z.input<typeof listParticipantsInput>

/**
 * Participants with where they stand, a page at a time by keyset. Newest first; a search goes in the order of what is
 * searched, because a rare beginning in the order of ids could walk through the whole journey.
 */
export async function listParticipants(
  ctx: Ctx,
  journeyId: string,
  input: ListParticipantsInput = {},
): Promise<Page<ListedParticipant>> {
  requireRole(ctx, 'viewer')
  const { limit, cursor, nodeId, status, failureClass, q } = listParticipantsInput.parse(input)
  const journey = await requireJourney(ctx, journeyId)
  const suspendedAs = journey.state === 'paused' || journey.state === 'stopped' ? journey.state : null
  // Nobody's row says paused or stopped: that is the journey's state, which everybody on the way shares.
  if ((status === 'paused' || status === 'stopped') && status !== suspendedAs) return { items: [], nextCursor: null }
  if (status === 'active' && suspendedAs) return { items: [], nextCursor: null }
  const stored = status === 'paused' || status === 'stopped' ? 'active' : status

  const filter = { journeyId: journey.id, nodeId, status: stored, failureClass }
  const shown = (row: ListedParticipant) => ({
    ...row,
    status: row.status === 'active' && suspendedAs ? suspendedAs : row.status,
  })
  if (q) {
    const after = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
    const rows = await searchParticipants(ctx.db, { ...filter, text: q.normalize('NFC'), after, limit: limit + 1 })
    return toPage(
      rows,
      limit,
      (row) => [row.match, row.enrollmentId],
      ({ match: _, ...row }) => shown(row),
    )
  }
  const beforeId = decodeCursor(cursor, z.tuple([z.uuid()]))?.[0]
  const rows = await selectParticipants(ctx.db, { ...filter, beforeId, limit: limit + 1 })
  return toPage(rows, limit, (row) => [row.enrollmentId], shown)
}
