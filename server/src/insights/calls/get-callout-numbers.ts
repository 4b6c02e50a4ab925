import { type Ctx, requireRole } from '../../kernel/context.ts'
import {
  type CalloutAnalyticsInput,
  calloutAnalyticsInput,
  spanOf,
} from '../../integrations/calls/attempts/callout.schemas.ts'
import { type CalloutNumbers, noCallouts, readCalloutNumbers } from './callout-analytics.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** Of each node that called; a node that was asked for is there in any case. */
export async function getCalloutNumbers(
  ctx: Ctx,
  input: CalloutAnalyticsInput,
): Promise<({ nodeId: string } & CalloutNumbers)[]> {
  requireRole(ctx, 'viewer')
  const { version, from, to, ...filter } = calloutAnalyticsInput.parse(input)
  await requireJourney(ctx, filter.journeyId)
  const numbers = await readCalloutNumbers(ctx.db, {
    ...filter,
    ...spanOf({ from, to }),
    workspaceId: ctx.workspaceId,
    versionNumber: version,
  })
  if (filter.nodeId !== undefined && !numbers.has(filter.nodeId)) numbers.set(filter.nodeId, noCallouts)
  return [...numbers].map(([nodeId, of]) => ({ nodeId, ...of }))
}
