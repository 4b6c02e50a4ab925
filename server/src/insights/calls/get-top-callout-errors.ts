import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import type { Ctx } from '../../kernel/context.ts'
import { type CalloutAnalyticsInput, spanOf } from '../../integrations/calls/attempts/callout.schemas.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { type FailureGroup, groupCalloutFailures } from './callout-failure.repository.ts'

// The newest show what is wrong now. Reading them takes the same time however many there are in total.
const newestFailures = 5_000
const mostGroups = 20

export type TopCalloutError = Omit<FailureGroup, 'lastError'> & { error: CalloutError | null }

/** Groups of similar failures, with the number of people affected and the text of the last failure. */
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
