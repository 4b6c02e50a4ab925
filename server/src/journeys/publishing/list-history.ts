import { z } from 'zod'
import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { decodeCursor, pageInput, toPage, type Page } from '../../kernel/http/page.ts'
import { listStateChanges, type JourneyStateChange } from '../../engine/versions/journey-state-change.repository.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'

export const listHistoryInput = pageInput
export type ListHistoryInput = z.input<typeof listHistoryInput>

const cursorKey = z.tuple([z.uuid()])

/** Who set the journey going and paused it, and when; newest first. */
export async function listHistory(
  ctx: Ctx,
  journeyId: string,
  input: ListHistoryInput = {},
): Promise<Page<JourneyStateChange>> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const { limit, cursor } = listHistoryInput.parse(input)
  const changes = await listStateChanges(ctx.db, {
    journeyId: journey.id,
    beforeId: decodeCursor(cursor, cursorKey)?.[0],
    limit: limit + 1,
  })
  return toPage(
    changes,
    limit,
    (change) => [change.id],
    (change) => change,
  )
}
