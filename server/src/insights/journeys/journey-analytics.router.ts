import { journeyIdInput } from '../../journeys/drafts/journey.schemas.ts'
import { router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { analyticsInput, journeyAnalytics } from './journey-analytics.ts'

export const journeyAnalyticsRouter = router({
  analytics: viewerProcedure
    .input(journeyIdInput.extend(analyticsInput.shape))
    .query(({ ctx, input: { journeyId, ...cohort } }) => journeyAnalytics(ctx, journeyId, cohort)),
})
