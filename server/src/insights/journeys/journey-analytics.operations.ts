import { z } from 'zod'
import { surveyScaleNames } from '@tabiji/shared/surveys/survey.ts'
import { journeyIdInput } from '../../journeys/drafts/journey.schemas.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { analyticsInput, journeyAnalytics } from './journey-analytics.ts'

const callouts = z.object({
  total: z.number(),
  attempts: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  notCalled: z.number(),
  retried: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  byStatus: z.record(z.string(), z.number()),
  byOutcome: z.record(z.string(), z.number()),
})

/** Part of the router of journeys. */
export const journeyAnalyticsOperations = {
  analytics: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput.extend(analyticsInput.shape),
    output: z.object({
      journeyId: z.string(),
      asOf: z.string(),
      nodes: z.array(
        z.object({
          nodeId: z.string(),
          kind: z.string(),
          entered: z.number(),
          waiting: z.number(),
          left: z.record(z.string(), z.number()),
          dropped: z.number(),
          parked: z.number(),
          failed: z.number().describe('The earlier name of `parked`'),
          moved: z.number(),
          callouts: callouts.optional(),
          mails: z.object({ opened: z.number(), clicked: z.number() }).optional(),
          survey: z
            .object({
              scale: z.enum(surveyScaleNames),
              responded: z.number(),
              result: z.number().nullable(),
              scores: z.record(z.string(), z.number()),
            })
            .optional(),
        }),
      ),
    }),
    run: (ctx, { journeyId, ...cohort }) => journeyAnalytics(ctx, journeyId, cohort),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/analytics',
    names: { id: 'journeyId' },
    tag: 'Journeys',
    summary: 'Numbers of every node: entered = waiting + left + dropped + parked + moved',
    respond: ({ nodes, ...analytics }) => ({
      ...analytics,
      nodes: nodes.map((node) => ({ ...node, failed: node.parked })),
    }),
  }),
}
