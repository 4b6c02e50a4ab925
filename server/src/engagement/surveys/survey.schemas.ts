import { z } from 'zod'
import { pageInput } from '../../kernel/http/page.ts'

export const listResponsesInput = pageInput.extend({
  journeyId: z.string().optional(),
  nodeId: z.string().max(200).optional(),
  participantId: z.string().optional(),
})
export type ListResponsesInput = z.output<typeof listResponsesInput>

export const previewSurveyInput = z.object({
  journeyId: z.string(),
  nodeId: z.string(),
  /** The participant whose values are shown. Without it: the newest participant, or field names when there is none. */
  participantId: z.string().optional(),
})
export type PreviewSurveyInput = z.infer<typeof previewSurveyInput>
