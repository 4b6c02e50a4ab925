import type { Ctx } from '../../kernel/context.ts'
import { type CalloutAnalyticsInput, spanOf } from '../../integrations/calls/attempts/callout.schemas.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { type MissingToken, groupMissingTokens } from './callout-failure.repository.ts'

// The newest show what is wrong now, as for the top errors. Reading them takes the same time however many there are in total.
const newestMisses = 5_000
const mostTokens = 20

/** The missing values that prevented calls, with the number of people that each affected. */
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
