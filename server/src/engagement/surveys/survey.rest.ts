import { z } from 'zod'
import { surveyScaleNames } from '@tabiji/shared/surveys/survey.ts'
import { pageOf } from '../../kernel/http/page.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { listSurveyResponses } from './list-survey-responses.ts'
import { listResponsesInput } from './survey.schemas.ts'

const response = z.object({
  id: z.string(),
  journeyId: z.string(),
  versionNumber: z.number(),
  nodeId: z.string(),
  enrollmentId: z.string(),
  participantId: z.string(),
  stepId: z.string(),
  visit: z.number(),
  scale: z.enum(surveyScaleNames),
  score: z.number(),
  comment: z.string().nullable(),
  respondedAt: z.string(),
})

export function surveyRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/survey-responses',
    role: 'viewer',
    tag: 'Surveys',
    summary: 'Answers to the surveys of journeys, newest first',
    query: listResponsesInput,
    response: pageOf(response),
    handler: ({ ctx, query }) => listSurveyResponses(ctx, query),
  })
}
