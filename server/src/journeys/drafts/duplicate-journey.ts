import type { Ctx } from '../../kernel/context.ts'
import { createJourney } from './create-journey.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** Copies only the draft, no participants and no numbers. */
export async function duplicateJourney(ctx: Ctx, journeyId: string): Promise<{ id: string }> {
  const journey = await requireJourney(ctx, journeyId)
  const name = ctx.locale === 'ja' ? `${journey.draft.name}のコピー` : `Copy of ${journey.draft.name}`
  return createJourney(ctx, { ...journey.draft, name: name.slice(0, 200) })
}
