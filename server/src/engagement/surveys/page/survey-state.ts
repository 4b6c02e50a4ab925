import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import type { InvitedPerson, SurveyInvitation } from '../survey-invitation.repository.ts'

/** `ended`: the person is no longer where the answer is waited for. */
export type SurveyState = 'open' | 'answered' | 'expired' | 'ended'

/**
 * Whether an answer counts now. A pause closes nothing; the time limit of the wait, which a publish or a resume may have moved,
 * decides rather than the one the mail was sent with.
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
