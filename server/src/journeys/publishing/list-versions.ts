import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import {
  listVersions as selectVersions,
  type VersionSummary,
} from '../../engine/versions/journey-version.repository.ts'
import { findJourney, type Journey } from '../../engine/versions/journey.repository.ts'

export async function listVersions(ctx: Ctx, journeyId: string): Promise<VersionSummary[]> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  return selectVersions(ctx.db, journey.id)
}

export function isPublishedVersion(journey: Pick<Journey, 'publishedVersion'>, number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= (journey.publishedVersion ?? 0)
}
