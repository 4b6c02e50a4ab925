import { requireRole, type Ctx } from '../../kernel/context.ts'
import { countPastNode, listPastNode } from '../../engine/relocation/sweep.repository.ts'
import { notFound } from '../../kernel/errors.ts'
import { compileDraft } from '../drafts/compile-draft.ts'
import { backfillScope } from './publish-preview.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'

const mostListed = 100

/** Who would be sent to a step that the draft adds although they are past it: how many, and the first of them by name. */
export async function listBackfillPeople(
  ctx: Ctx,
  journeyId: string,
  nodeId: string,
): Promise<{ total: number; people: { participantId: string; label: string }[] }> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const scope = backfillScope(await compileDraft(ctx, journey), nodeId)
  if (scope.outlets.length === 0) return { total: 0, people: [] }
  return { total: await countPastNode(ctx.db, scope), people: await listPastNode(ctx.db, scope, mostListed) }
}
