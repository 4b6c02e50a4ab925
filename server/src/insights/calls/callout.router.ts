import { router, viewerProcedure } from '../../kernel/http/trpc.ts'
import {
  calloutAnalyticsInput,
  calloutIdInput,
  findCalloutsInput,
} from '../../integrations/calls/attempts/callout.schemas.ts'
import { getCallout } from '../../integrations/calls/attempts/get-callout.ts'
import { getCalloutNumbers } from './get-callout-numbers.ts'
import { getCalloutSeries } from './get-callout-series.ts'
import { getMissingTokens } from './get-missing-tokens.ts'
import { getTopCalloutErrors } from './get-top-callout-errors.ts'
import { listCallouts } from '../../integrations/calls/attempts/list-callouts.ts'

export const calloutRouter = router({
  list: viewerProcedure.input(findCalloutsInput).query(({ ctx, input }) => listCallouts(ctx, input)),
  get: viewerProcedure.input(calloutIdInput).query(({ ctx, input }) => getCallout(ctx, input)),
  numbers: viewerProcedure.input(calloutAnalyticsInput).query(({ ctx, input }) => getCalloutNumbers(ctx, input)),
  series: viewerProcedure.input(calloutAnalyticsInput).query(({ ctx, input }) => getCalloutSeries(ctx, input)),
  missingTokens: viewerProcedure.input(calloutAnalyticsInput).query(({ ctx, input }) => getMissingTokens(ctx, input)),
  topErrors: viewerProcedure.input(calloutAnalyticsInput).query(({ ctx, input }) => getTopCalloutErrors(ctx, input)),
})
