import type { Ctx } from '../../kernel/context.ts'
import {
  type CalloutAnalyticsInput,
  type CalloutResponse,
  spanOf,
} from '../../integrations/calls/attempts/callout.schemas.ts'
import { presentCalloutError } from '../../integrations/calls/attempts/present-callout.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { type FailureGroup, groupCalloutFailures } from './callout-failure.repository.ts'

// The newest say what is wrong now, and reading them takes the same time however many there were.
const newestFailures = 5_000
const mostGroups = 20

export type TopCalloutError = Omit<FailureGroup, 'lastError'> & { error: CalloutResponse['error'] }

/** Failures that are alike, with how many people they hit and what the last of them said. */
export async function getTopCalloutErrors(ctx: Ctx, input: CalloutAnalyticsInput): Promise<TopCalloutError[]> {
  const { journeyId, nodeId, from, to } = input
  await requireJourney(ctx, journeyId)
  const groups = await groupCalloutFailures(ctx.db, {
    workspaceId: ctx.workspaceId,
    journeyId,
    nodeId,
    ...spanOf({ from, to }),
    newest: newestFailures,
    limit: mostGroups,
  })
  return groups.map(({ lastError, ...group }) => ({ ...group, error: presentCalloutError(lastError, ctx.locale) }))
}
