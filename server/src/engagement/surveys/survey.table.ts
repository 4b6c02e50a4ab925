import type { JSONColumnType, Selectable } from 'kysely'
import type { SurveyScale } from '@tabiji/shared/surveys/survey.ts'

/** The survey as one participant was asked, and the fields that store the response. */
export type AskedSurvey = {
  scale: SurveyScale
  question: string
  comment: string | null
  scoreField: string | null
  commentField: string | null
}

export type SurveyInvitationTable = {
  token: string
  workspace_id: string
  journey_id: string
  version_number: number
  node_id: string
  enrollment_id: string
  participant_id: string
  step_id: string
  visit: number
  survey: JSONColumnType<AskedSurvey>
  created_at: Date
  expires_at: Date
}

export type SurveyResponseTable = {
  id: string
  token: string
  workspace_id: string
  journey_id: string
  version_number: number
  node_id: string
  enrollment_id: string
  participant_id: string
  step_id: string
  visit: number
  scale: SurveyScale
  score: number
  comment: string | null
  responded_at: Date
}
export type SurveyResponseRow = Selectable<SurveyResponseTable>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    survey_invitations: SurveyInvitationTable
    survey_responses: SurveyResponseTable
  }
}
