import { z } from 'zod'
import { actOnParticipants, actOnParticipantsInput } from '../../engine/relocation/act-on-participants.ts'
import { enrollParticipants, enrollParticipantsInput } from '../../engine/enrollments/enroll-participants.ts'
import { editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { journeyIdInput } from '../drafts/journey.schemas.ts'
import { fieldCoverage, fieldCoverageInput } from './field-coverage.ts'
import { getParticipant } from './get-participant.ts'
import { listParked } from './list-parked.ts'
import { listParticipants, listParticipantsInput } from './list-participants.ts'

export const participantRouter = router({
  list: viewerProcedure
    .input(journeyIdInput.extend(listParticipantsInput.shape))
    .query(({ ctx, input: { journeyId, ...query } }) => listParticipants(ctx, journeyId, query)),
  get: viewerProcedure
    .input(journeyIdInput.extend({ participantId: z.string() }))
    .query(({ ctx, input }) => getParticipant(ctx, input.journeyId, input.participantId)),
  parked: viewerProcedure.input(journeyIdInput).query(({ ctx, input }) => listParked(ctx, input.journeyId)),
  coverage: viewerProcedure.input(fieldCoverageInput).query(({ ctx, input }) => fieldCoverage(ctx, input)),
  enroll: editorProcedure
    .input(journeyIdInput.extend(enrollParticipantsInput.shape))
    .mutation(({ ctx, input: { journeyId, ...people } }) => enrollParticipants(ctx, journeyId, people)),
  act: editorProcedure
    .input(journeyIdInput.extend(actOnParticipantsInput.shape))
    .mutation(({ ctx, input: { journeyId, ...input } }) => actOnParticipants(ctx, journeyId, input)),
})
