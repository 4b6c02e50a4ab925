import { z } from 'zod'
import { surveyScaleNames } from '@tabiji/shared/surveys/survey.ts'
import { pageOf } from '../../kernel/http/page.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { listSurveyResponses } from './list-survey-responses.ts'
import { previewSurvey } from './preview-survey.ts'
import { listResponsesInput, previewSurveyInput } from './survey.schemas.ts'

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

export const surveyOperations = {
  responses: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: listResponsesInput,
    output: pageOf(response),
    run: listSurveyResponses,
  }).rest({
    method: 'get',
    path: '/survey-responses',
    tag: 'Surveys',
    summary: 'Answers to the surveys of journeys, newest first',
  }),
  preview: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: previewSurveyInput,
    budget: 'mailPreview',
    run: previewSurvey,
  }),
}
