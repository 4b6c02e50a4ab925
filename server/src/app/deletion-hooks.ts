import type { RecordName } from '@tabiji/shared/effects/effect.ts'
import { deleteMailTracking } from '../engagement/mails/tracking/mail-tracking.repository.ts'
import { deleteSurveysOfJourney } from '../engagement/surveys/survey-invitation.repository.ts'
import { deleteJourneyData, deleteJourneysOfWorkspace } from '../engine/versions/delete-journey-data.ts'
import { deleteExpectedReportsOfJourney } from '../inbound/callbacks/callback-key.repository.ts'
import { deleteCallsOfJourney } from '../integrations/calls/attempts/callout-attempt.repository.ts'
import type { DeletionHooks } from '../kernel/deletion-hooks.ts'

type JourneyHook = DeletionHooks['journey'][number]

/** By what effects keep. Null where the rows stay, without their journey. */
const recordHooks: Record<RecordName, JourneyHook | null> = {
  mails: deleteMailTracking,
  callouts: deleteCallsOfJourney,
  responses: deleteSurveysOfJourney,
  ctas: null,
}

const journey: DeletionHooks['journey'] = [
  ...Object.values(recordHooks).filter((hook) => hook !== null),
  deleteExpectedReportsOfJourney,
  // Must be last: the other hooks find their rows through the enrollments and participants that this one deletes.
  deleteJourneyData,
]

export const deletionHooks: DeletionHooks = {
  journey,
  // The tables that grow with participants have no foreign key, so each journey deletes its rows first.
  workspace: [(trx, workspaceId) => deleteJourneysOfWorkspace(trx, workspaceId, journey)],
}
