import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, pageInput, toPage, type Page } from '../../kernel/http/page.ts'
import { listStateChanges, type JourneyStateChange } from '../lifecycle/journey-state-change.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export const listHistoryInput = pageInput
export type ListHistoryInput = z.output<typeof listHistoryInput>

const cursorKey = z.tuple([z.uuid()])

/** State changes of the journey with actor and time; newest first. */
export async function listHistory(
  ctx: Ctx,
  journeyId: string,
  input: ListHistoryInput,
): Promise<Page<JourneyStateChange>> {
  const journey = await requireJourney(ctx, journeyId)
  const { limit, cursor } = input
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
