import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { editDraft } from './edit-draft.ts'
import { isPublishedVersion } from '../publishing/list-versions.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** Replaces the whole document, for example from a script. It is one operation like any other edit. */
export async function replaceDraft(
  ctx: Ctx,
  journeyId: string,
  input: { baseRevision: number; document: JourneyDocument },
): Promise<{ draftRevision: number }> {
  return editDraft(ctx, {
    journeyId,
    baseRevision: input.baseRevision,
    operations: [{ op: 'replaceDocument', document: input.document }],
  })
}

/** Copies the document of an older version into the draft. It is not live until it is published. */
export async function restoreVersion(ctx: Ctx, journeyId: string, number: number): Promise<{ draftRevision: number }> {
  const journey = await requireJourney(ctx, journeyId)
  if (!isPublishedVersion(journey, number)) throw notFound('version')
  const { document } = await loadVersion(ctx, journey.id, number)
  return replaceDraft(ctx, journeyId, { baseRevision: journey.draftRevision, document })
}
