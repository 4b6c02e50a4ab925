import type { Ctx } from '../../kernel/context.ts'
import { type SweepProgress, readSweepProgress } from './journey-version.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** How many enrollments the sweep has moved to the live version; null before the first publish. */
export async function getSweepProgress(ctx: Ctx, journeyId: string): Promise<SweepProgress | null> {
  const journey = await requireJourney(ctx, journeyId)
  return journey.publishedVersion === null ? null : readSweepProgress(ctx.db, journey.id, journey.publishedVersion)
}
