import type { Ctx } from '../../kernel/context.ts'
import type { Journey } from '../../engine/versions/journey.types.ts'
import { type VersionSummary, listVersions as selectVersions } from './journey-version.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export async function listVersions(ctx: Ctx, journeyId: string): Promise<VersionSummary[]> {
  const journey = await requireJourney(ctx, journeyId)
  return selectVersions(ctx.db, journey.id)
}

export function isPublishedVersion(journey: Pick<Journey, 'publishedVersion'>, number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= (journey.publishedVersion ?? 0)
}
