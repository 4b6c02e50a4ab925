import type { Ctx } from '../../kernel/context.ts'
import { type CalloutAnalyticsInput, spanOf } from '../../integrations/calls/attempts/callout.schemas.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { type MissingToken, groupMissingTokens } from './callout-failure.repository.ts'

// As for the top errors: the newest say what is wrong now, in the same time however many there were.
const newestMisses = 5_000
const mostTokens = 20

/** The values for want of which no call was made, with how many people each kept from it. */
export async function getMissingTokens(ctx: Ctx, input: CalloutAnalyticsInput): Promise<MissingToken[]> {
  const { journeyId, nodeId, from, to } = input
  await requireJourney(ctx, journeyId)
  return groupMissingTokens(ctx.db, {
    workspaceId: ctx.workspaceId,
    journeyId,
    nodeId,
    ...spanOf({ from, to }),
    newest: newestMisses,
    limit: mostTokens,
  })
}
