import { router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { listSurveyResponses } from './list-survey-responses.ts'
import { previewSurvey } from './preview-survey.ts'
import { listResponsesInput, previewSurveyInput } from './survey.schemas.ts'

export const surveyRouter = router({
  responses: viewerProcedure.input(listResponsesInput).query(({ ctx, input }) => listSurveyResponses(ctx, input)),
  preview: viewerProcedure.input(previewSurveyInput).query(({ ctx, input }) => previewSurvey(ctx, input)),
})
