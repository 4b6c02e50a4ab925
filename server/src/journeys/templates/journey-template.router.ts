import { editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { journeyIdInput } from '../drafts/journey.schemas.ts'
import { createJourneyFromTemplate } from './create-journey-from-template.ts'
import { dismissJourneyChecklist } from '../checklist/dismiss-journey-checklist.ts'
import { getJourneyChecklist } from '../checklist/get-journey-checklist.ts'
import { useTemplateInput } from './journey-template.schemas.ts'
import { listJourneyTemplates } from './list-journey-templates.ts'

export const journeyTemplateRouter = router({
  list: viewerProcedure.query(({ ctx }) => listJourneyTemplates(ctx)),
  use: editorProcedure.input(useTemplateInput).mutation(({ ctx, input }) => createJourneyFromTemplate(ctx, input)),
  checklist: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => getJourneyChecklist(ctx, input.journeyId)),
  dismissChecklist: editorProcedure
    .input(journeyIdInput)
    .mutation(({ ctx, input }) => dismissJourneyChecklist(ctx, input.journeyId)),
})
