import { z } from 'zod'
import { journeyAlertsInput } from '../alerts/alert.schemas.ts'
import { getJourneyAlerts } from '../alerts/get-journey-alerts.ts'
import { setJourneyAlerts } from '../alerts/set-journey-alerts.ts'
import { adminProcedure, editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { createJourney } from './create-journey.ts'
import { createSampleJourney } from '../sample/create-sample-journey.ts'
import { deleteJourney } from './delete-journey.ts'
import { duplicateJourney } from './duplicate-journey.ts'
import { editDraft } from './edit-draft.ts'
import { getJourney } from './get-journey.ts'
import { getVersion } from '../publishing/get-version.ts'
import { getSweepProgress } from '../publishing/get-sweep-progress.ts'
import {
  createJourneyInput,
  editDraftInput,
  journeyIdInput,
  listJourneysInput,
  publishInput,
} from './journey.schemas.ts'
import { listBackfillPeople } from '../publishing/list-backfill-people.ts'
import { resumeInput } from '../lifecycle/resume-from.ts'
import { listHistory, listHistoryInput } from '../publishing/list-history.ts'
import { listJourneys } from './list-journeys.ts'
import { listVersions } from '../publishing/list-versions.ts'
import { pauseJourney } from '../lifecycle/pause-journey.ts'
import { previewImpact } from '../publishing/preview-impact.ts'
import { previewResume } from '../lifecycle/preview-resume.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { restoreVersion } from './replace-draft.ts'
import { restartJourney } from '../lifecycle/restart-journey.ts'
import { resumeJourney } from '../lifecycle/resume-journey.ts'
import { stopJourney } from '../lifecycle/stop-journey.ts'
import { validateDraft } from './validate-draft.ts'

export const journeyRouter = router({
  list: viewerProcedure.input(listJourneysInput.optional()).query(({ ctx, input }) => listJourneys(ctx, input)),
  get: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => getJourney(ctx, input.journeyId)),
  create: editorProcedure.input(createJourneyInput).mutation(({ ctx, input }) => createJourney(ctx, input)),
  createSample: adminProcedure.mutation(({ ctx }) => createSampleJourney(ctx)),
  duplicate: editorProcedure.input(journeyIdInput).mutation(({ ctx, input }) => duplicateJourney(ctx, input.journeyId)),
  remove: adminProcedure.input(journeyIdInput).mutation(({ ctx, input }) => deleteJourney(ctx, input.journeyId)),
  editDraft: editorProcedure.input(editDraftInput).mutation(({ ctx, input }) => editDraft(ctx, input)),
  validate: viewerProcedure
    .input(journeyIdInput)
    .query(async ({ ctx, input }) => ({ issues: await validateDraft(ctx, input.journeyId) })),
  impact: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => previewImpact(ctx, input.journeyId)),
  backfillPeople: viewerProcedure
    .input(journeyIdInput.extend({ nodeId: z.string() }))
    .query(({ ctx, input }) => listBackfillPeople(ctx, input.journeyId, input.nodeId)),
  sweepProgress: viewerProcedure
    .input(journeyIdInput)
    .query(({ ctx, input }) => getSweepProgress(ctx, input.journeyId)),
  publish: adminProcedure
    .input(journeyIdInput.extend(publishInput.shape))
    .mutation(({ ctx, input: { journeyId, ...input } }) => publishJourney(ctx, journeyId, input)),
  pause: adminProcedure.input(journeyIdInput).mutation(({ ctx, input }) => pauseJourney(ctx, input.journeyId)),
  stop: adminProcedure.input(journeyIdInput).mutation(({ ctx, input }) => stopJourney(ctx, input.journeyId)),
  previewResume: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => previewResume(ctx, input.journeyId)),
  resume: adminProcedure
    .input(journeyIdInput.extend(resumeInput.shape))
    .mutation(({ ctx, input: { journeyId, ...input } }) => resumeJourney(ctx, journeyId, input)),
  restart: adminProcedure
    .input(journeyIdInput.extend(resumeInput.shape))
    .mutation(({ ctx, input: { journeyId, ...input } }) => restartJourney(ctx, journeyId, input)),
  alerts: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => getJourneyAlerts(ctx, input.journeyId)),
  setAlerts: editorProcedure
    .input(journeyIdInput.extend(journeyAlertsInput.shape))
    .mutation(({ ctx, input: { journeyId, ...alerts } }) => setJourneyAlerts(ctx, journeyId, alerts)),
  history: viewerProcedure
    .input(journeyIdInput.extend(listHistoryInput.shape))
    .query(({ ctx, input: { journeyId, ...input } }) => listHistory(ctx, journeyId, input)),
  versions: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => listVersions(ctx, input.journeyId)),
  version: viewerProcedure
    .input(journeyIdInput.extend({ number: z.int().positive() }))
    .query(({ ctx, input }) => getVersion(ctx, input.journeyId, input.number)),
  restoreVersion: editorProcedure
    .input(journeyIdInput.extend({ number: z.int().positive() }))
    .mutation(({ ctx, input }) => restoreVersion(ctx, input.journeyId, input.number)),
})
