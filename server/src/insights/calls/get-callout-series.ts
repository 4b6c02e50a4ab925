import type { Ctx } from '../../kernel/context.ts'
import { type CalloutAnalyticsInput, spanOf } from '../../integrations/calls/attempts/callout.schemas.ts'
import { type CalloutSeries, readCalloutSeries } from './callout-analytics.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

const weekMs = 7 * 24 * 60 * 60 * 1000

/** The default time is the last seven days. */
export async function getCalloutSeries(ctx: Ctx, input: CalloutAnalyticsInput): Promise<CalloutSeries> {
  const { version, from: start, to: end, ...filter } = input
  const { from, to = ctx.clock.now() } = spanOf({ from: start, to: end })
  await requireJourney(ctx, filter.journeyId)
  return readCalloutSeries(ctx.db, {
    ...filter,
    workspaceId: ctx.workspaceId,
    versionNumber: version,
    from: from ?? new Date(to.getTime() - weekMs),
    to,
  })
}
