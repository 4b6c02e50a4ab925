import type { SurveyScale } from '@tabiji/shared/surveys/survey.ts'
import type { Instant } from '@tabiji/shared/time/instant.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { SurveyInvitation } from './survey-invitation.repository.ts'
import type { SurveyResponseRow } from './survey.table.ts'

type Db = Database | Transaction

export type SurveyResponse = {
  id: string
  journeyId: string
  versionNumber: number
  nodeId: string
  enrollmentId: string
  participantId: string
  stepId: string
  visit: number
  scale: SurveyScale
  score: number
  comment: string | null
  respondedAt: string
}

export async function insertResponse(
  trx: Db,
  invitation: SurveyInvitation,
  response: { id: string; score: number; comment: string | null; at: Date },
): Promise<void> {
  await trx
    .insertInto('survey_responses')
    .values({
      id: response.id,
      token: invitation.token,
      workspace_id: invitation.workspaceId,
      journey_id: invitation.journeyId,
      version_number: invitation.versionNumber,
      node_id: invitation.nodeId,
      enrollment_id: invitation.enrollmentId,
      participant_id: invitation.participantId,
      step_id: invitation.stepId,
      visit: invitation.visit,
      scale: invitation.survey.scale,
      score: response.score,
      comment: response.comment,
      responded_at: response.at,
    })
    .execute()
}

/**
 * Whether this invitation was answered, or another one that the enrollment got during the same stay at the node: when
 * an operator repeats the mail, the same question is asked twice.
 */
export async function isAnswered(db: Db, invitation: SurveyInvitation, since: Instant | null): Promise<boolean> {
  const row = await db
    .selectFrom('survey_responses')
    .select('id')
    .where('enrollment_id', '=', invitation.enrollmentId)
    .where((where) =>
      where.or([
        where('token', '=', invitation.token),
        ...(since === null
          ? []
          : [where.and([where('node_id', '=', invitation.nodeId), where('responded_at', '>=', new Date(since))])]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type ResponseFilter = {
  workspaceId: string
  journeyId?: string | undefined
  nodeId?: string | undefined
  participantId?: string | undefined
}

export async function listResponseRows(
  db: Db,
  filter: ResponseFilter,
  page: { beforeId: string | undefined; limit: number },
): Promise<SurveyResponse[]> {
  let select = db.selectFrom('survey_responses').selectAll().where('workspace_id', '=', filter.workspaceId)
  if (filter.journeyId !== undefined) select = select.where('journey_id', '=', filter.journeyId)
  if (filter.nodeId !== undefined) select = select.where('node_id', '=', filter.nodeId)
  if (filter.participantId !== undefined) select = select.where('participant_id', '=', filter.participantId)
  if (page.beforeId !== undefined) select = select.where('id', '<', page.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(page.limit).execute()
  return rows.map(rowToResponse)
}

function rowToResponse(row: SurveyResponseRow): SurveyResponse {
  return {
    id: row.id,
    journeyId: row.journey_id,
    versionNumber: row.version_number,
    nodeId: row.node_id,
    enrollmentId: row.enrollment_id,
    participantId: row.participant_id,
    stepId: row.step_id,
    visit: row.visit,
    scale: row.scale,
    score: row.score,
    comment: row.comment,
    respondedAt: row.responded_at.toISOString(),
  }
}
