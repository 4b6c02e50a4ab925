import type { Deps } from '../../../kernel/deps.ts'
import { isPublicId } from '../../../kernel/public-id.ts'
import {
  findInvitation,
  findInvitedPerson,
  type InvitedPerson,
  type SurveyInvitation,
} from '../survey-invitation.repository.ts'
import { isAnswered } from '../survey-response.repository.ts'
import { type SurveyState, surveyState } from './survey-state.ts'

export type FoundSurvey = { invitation: SurveyInvitation; person: InvitedPerson | undefined }

/** The survey that a link was made for, and the person it was made for while they are in the journey. */
export async function findSurvey(deps: Deps, token: string): Promise<FoundSurvey | undefined> {
  const invitation = isPublicId(token) ? await findInvitation(deps.db, token) : undefined
  return invitation && { invitation, person: await findInvitedPerson(deps.db, invitation.enrollmentId) }
}

export async function surveyStateNow(deps: Deps, { invitation, person }: FoundSurvey): Promise<SurveyState> {
  return surveyState(invitation, person, {
    isAnswered: await isAnswered(deps.db, invitation, person?.nodeEnteredAt ?? null),
    now: deps.clock.now(),
  })
}
