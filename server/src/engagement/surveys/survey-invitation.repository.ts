import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { AskedSurvey } from './survey.table.ts'
import type { JourneyState } from '../../engine/versions/journey.types.ts'

type Db = Database | Transaction

export type SurveyInvitation = {
  token: string
  workspaceId: string
  journeyId: string
  versionNumber: number
  nodeId: string
  enrollmentId: string
  participantId: string
  stepId: string
  visit: number
  survey: AskedSurvey
  createdAt: Date
  expiresAt: Date
}

/** The token of this step execution, the same for every attempt to send it. */
export async function ensureInvitation(db: Db, invitation: SurveyInvitation): Promise<string> {
  const inserted = await db
    .insertInto('survey_invitations')
    .values({
      token: invitation.token,
      workspace_id: invitation.workspaceId,
      journey_id: invitation.journeyId,
      version_number: invitation.versionNumber,
      node_id: invitation.nodeId,
      enrollment_id: invitation.enrollmentId,
      participant_id: invitation.participantId,
      step_id: invitation.stepId,
      visit: invitation.visit,
      survey: JSON.stringify(invitation.survey),
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(['enrollment_id', 'step_id', 'visit']).doNothing())
    .returning('token')
    .executeTakeFirst()
  if (inserted) return inserted.token
  const { token } = await db
    .selectFrom('survey_invitations')
    .select('token')
    .where('enrollment_id', '=', invitation.enrollmentId)
    .where('step_id', '=', invitation.stepId)
    .where('visit', '=', invitation.visit)
    .executeTakeFirstOrThrow()
  return token
}

export async function findInvitation(db: Db, token: string): Promise<SurveyInvitation | undefined> {
  const row = await db.selectFrom('survey_invitations').selectAll().where('token', '=', token).executeTakeFirst()
  return (
    row && {
      token: row.token,
      workspaceId: row.workspace_id,
      journeyId: row.journey_id,
      versionNumber: row.version_number,
      nodeId: row.node_id,
      enrollmentId: row.enrollment_id,
      participantId: row.participant_id,
      stepId: row.step_id,
      visit: row.visit,
      survey: row.survey,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }
  )
}

/** Where the invited person stands now; what decides whether an answer still counts. */
export type InvitedPerson = Pick<Enrollment, 'status' | 'stepId' | 'nodeEnteredAt' | 'timeLimitAt' | 'fields'> & {
  journeyState: JourneyState
}

export async function findInvitedPerson(db: Db, enrollmentId: string): Promise<InvitedPerson | undefined> {
  const row = await db
    .selectFrom('enrollments as e')
    .innerJoin('journeys as j', 'j.id', 'e.journey_id')
    .innerJoin('participants as p', 'p.id', 'e.participant_id')
    .select(['e.status', 'e.step_id', 'e.node_entered_at', 'e.time_limit_at', 'j.state', 'p.fields'])
    .where('e.id', '=', enrollmentId)
    .executeTakeFirst()
  return (
    row && {
      status: row.status,
      stepId: row.step_id,
      nodeEnteredAt: row.node_entered_at.getTime(),
      timeLimitAt: row.time_limit_at?.getTime() ?? null,
      journeyState: row.state,
      fields: row.fields,
    }
  )
}

export async function deleteSurveysOfJourney(trx: Transaction, journeyId: string): Promise<void> {
  await trx.deleteFrom('survey_responses').where('journey_id', '=', journeyId).execute()
  await trx.deleteFrom('survey_invitations').where('journey_id', '=', journeyId).execute()
}
