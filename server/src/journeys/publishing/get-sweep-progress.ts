import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { readSweepProgress, type SweepProgress } from '../../engine/versions/journey-version.repository.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'

/** How far the people who were inside have been brought in line with the live version; null before the first publish. */
export async function getSweepProgress(ctx: Ctx, journeyId: string): Promise<SweepProgress | null> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return journey.publishedVersion === null ? null : readSweepProgress(ctx.db, journey.id, journey.publishedVersion)
}
