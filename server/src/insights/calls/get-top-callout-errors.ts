import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import type { Ctx } from '../../kernel/context.ts'
import { type CalloutAnalyticsInput, spanOf } from '../../integrations/calls/attempts/callout.schemas.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { type FailureGroup, groupCalloutFailures } from './callout-failure.repository.ts'

// The newest say what is wrong now, and reading them takes the same time however many there were.
const newestFailures = 5_000
const mostGroups = 20

export type TopCalloutError = Omit<FailureGroup, 'lastError'> & { error: CalloutError | null }

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
  return groups.map(({ lastError, ...group }) => ({ ...group, error: lastError }))
}
