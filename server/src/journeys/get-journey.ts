import { sameData } from '@tabiji/shared/same-data.ts'
import { requireRole, type Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { loadVersion } from './journey-version.repository.ts'
import { findJourney, type Journey } from './journey.repository.ts'

export type JourneyDetails = Omit<Journey, 'draft' | 'workspaceId'> & {
  document: Journey['draft']
  /** The draft differs from what is live; true before the first publish. */
  hasUnpublishedChanges: boolean
}

export async function getJourney(ctx: Ctx, journeyId: string): Promise<JourneyDetails> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const { draft, workspaceId: _, ...rest } = journey
  const live = journey.publishedVersion && (await loadVersion(ctx.db, journey.id, journey.publishedVersion)).document
  return { ...rest, document: draft, hasUnpublishedChanges: !sameData(live, draft) }
}
