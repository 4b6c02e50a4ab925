import type { Ctx } from '../../kernel/context.ts'
import { type CalloutAnalyticsInput, spanOf } from '../../integrations/calls/attempts/callout.schemas.ts'
import { type CalloutNumbers, noCallouts, readCalloutNumbers } from './callout-analytics.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** The numbers of each node that called. A requested node is always included. */
export async function getCalloutNumbers(
  ctx: Ctx,
  input: CalloutAnalyticsInput,
): Promise<({ nodeId: string } & CalloutNumbers)[]> {
  const { version, from, to, ...filter } = input
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
