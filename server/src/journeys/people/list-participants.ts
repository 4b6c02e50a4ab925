import { z } from 'zod'
import { failureClasses } from '@tabiji/shared/effects/failure-class.ts'
import { shownStatuses } from '@tabiji/shared/engine/enrollment-status.ts'
import type { Ctx } from '../../kernel/context.ts'
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
  /** Parked enrollments with this failure class. */
  failureClass: z.enum(failureClasses).optional(),
  /** A prefix of an e-mail address or of the key. */
  q: z.string().trim().max(320).optional(),
})
export type ListParticipantsInput = z.output<typeof listParticipantsInput>

/**
 * Lists participants with their position, paged by keyset. Newest first. A search is ordered by the matched column
 * instead, because finding a rare prefix in id order could scan the whole journey.
 */
export async function listParticipants(
  ctx: Ctx,
  journeyId: string,
  input: ListParticipantsInput,
): Promise<Page<ListedParticipant>> {
  const journey = await requireJourney(ctx, journeyId)
  const { limit, cursor, nodeId, status, failureClass, q } = input
  const suspendedAs = journey.state === 'paused' || journey.state === 'stopped' ? journey.state : null
  // No enrollment row is stored as paused or stopped. The state of the journey applies to all its active enrollments.
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
