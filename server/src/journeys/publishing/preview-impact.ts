import type { Ctx } from '../../kernel/context.ts'
import { compileDraft } from '../drafts/compile-draft.ts'
import { publishPreview, type PublishPreviewRow } from './publish-preview.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export type JourneyImpact = { asOf: string; draftRevision: number; rows: PublishPreviewRow[] }

/** What publishing the draft would do, computed now. A publish computes it again. */
export async function previewImpact(ctx: Ctx, journeyId: string): Promise<JourneyImpact> {
  const journey = await requireJourney(ctx, journeyId)
  const draft = await compileDraft(ctx, journey)
  const rows = await publishPreview(ctx, draft)
  return { asOf: ctx.clock.now().toISOString(), draftRevision: journey.draftRevision, rows }
}
