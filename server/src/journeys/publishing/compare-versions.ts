import { compareDocuments, type DocumentChange } from '@tabiji/shared/drafts/compare-documents.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { isPublishedVersion } from './list-versions.ts'
import type { Journey } from '../../engine/versions/journey.types.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export type ComparedVersions = { from: number; to: number | 'draft'; changes: DocumentChange[] }

/** The differences between two versions, or between a version and the draft. */
export async function compareVersions(
  ctx: Ctx,
  journeyId: string,
  { from, to }: { from: number; to: number | 'draft' },
): Promise<ComparedVersions> {
  const journey = await requireJourney(ctx, journeyId)
  const before = await documentOf(ctx, journey, from)
  const after = to === 'draft' ? journey.draft : await documentOf(ctx, journey, to)
  return { from, to, changes: compareDocuments(before, after) }
}

async function documentOf(ctx: Ctx, journey: Journey, number: number) {
  if (!isPublishedVersion(journey, number)) throw notFound('version')
  return (await loadVersion(ctx, journey.id, number)).document
}
