import type { Ctx } from '../../kernel/context.ts'
import { compileDraft } from '../drafts/compile-draft.ts'
import { backfillScope } from './publish-preview.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { countPeoplePastNode, listPeoplePastNode } from '../../engine/relocation/preview-sweep.ts'

const mostListed = 100

/**
 * The enrollments that a backfill would send to a step of the draft that they have passed: the total, and the first
 * ones by name.
 */
export async function listBackfillPeople(
  ctx: Ctx,
  journeyId: string,
  nodeId: string,
): Promise<{ total: number; people: { participantId: string; label: string }[] }> {
  const journey = await requireJourney(ctx, journeyId)
  const scope = backfillScope(await compileDraft(ctx, journey), nodeId)
  if (scope.outlets.length === 0) return { total: 0, people: [] }
  return { total: await countPeoplePastNode(ctx, scope), people: await listPeoplePastNode(ctx, scope, mostListed) }
}
