import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { isPublishedVersion } from './list-versions.ts'
import { type VersionSummary, findVersionSummary } from './journey-version.repository.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export type VersionDetails = VersionSummary & { document: JourneyDocument }

/** One published version with its document. */
export async function getVersion(ctx: Ctx, journeyId: string, number: number): Promise<VersionDetails> {
  const journey = await requireJourney(ctx, journeyId)
  const summary = isPublishedVersion(journey, number) && (await findVersionSummary(ctx.db, journey.id, number))
  if (!summary) throw notFound('version')
  const { document } = await loadVersion(ctx, journey.id, number)
  return { ...summary, document }
}
