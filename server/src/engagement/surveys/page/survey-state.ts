import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import type { InvitedPerson, SurveyInvitation } from '../survey-invitation.repository.ts'

/** `ended`: the enrollment is no longer at the step that waits for the response. */
export type SurveyState = 'open' | 'answered' | 'expired' | 'ended'

/**
 * Whether a response counts now. A pause does not close a survey. The present time limit of the wait applies, not the
 * one of the mail, because a publish or a resume may have moved it.
 */
export function surveyState(
  invitation: SurveyInvitation,
  person: InvitedPerson | undefined,
  { isAnswered, now }: { isAnswered: boolean; now: Date },
): SurveyState {
  if (isAnswered) return 'answered'
  if (!person || !isStillThere(invitation, person)) return now >= invitation.expiresAt ? 'expired' : 'ended'
  return now.getTime() > (person.timeLimitAt ?? invitation.expiresAt.getTime()) ? 'expired' : 'open'
}

function isStillThere(invitation: SurveyInvitation, person: InvitedPerson): boolean {
  return (
    (person.status === 'active' || person.status === 'parked') &&
    person.journeyState !== 'stopped' &&
    nodeIdOf(person.stepId) === invitation.nodeId &&
    person.nodeEnteredAt <= invitation.createdAt.getTime()
  )
}
