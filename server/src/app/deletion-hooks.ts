import { deleteMailTracking } from '../engagement/mails/tracking/mail-tracking.repository.ts'
import { deleteSurveysOfJourney } from '../engagement/surveys/survey-invitation.repository.ts'
import { deleteJourneyData, deleteJourneysOfWorkspace } from '../engine/versions/delete-journey-data.ts'
import { deleteExpectedReportsOfJourney } from '../inbound/callbacks/callback-key.repository.ts'
import { deleteCallsOfJourney } from '../integrations/calls/attempts/callout-attempt.repository.ts'
import type { DeletionHooks } from '../kernel/deletion-hooks.ts'

const journey: DeletionHooks['journey'] = [
  deleteMailTracking,
  deleteCallsOfJourney,
  deleteExpectedReportsOfJourney,
  deleteSurveysOfJourney,
  // Last: the others find their rows by people that this one deletes.
  deleteJourneyData,
]

export const deletionHooks: DeletionHooks = {
  journey,
  // The tables that grow with people have no foreign key, so the journeys delete theirs first.
  workspace: [(trx, workspaceId) => deleteJourneysOfWorkspace(trx, workspaceId, journey)],
}
