import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

const links = [
  { by: 'participant', column: 'participant_id' },
  { by: 'enrollment', column: 'enrollment_id' },
] as const

export const surveyPersonalData = [
  declareTable('survey_invitations', {
    columns: {
      token: 'none',
      workspace_id: 'none',
      journey_id: 'none',
      version_number: 'none',
      node_id: 'none',
      enrollment_id: 'link',
      participant_id: 'link',
      step_id: 'none',
      visit: 'none',
      survey: 'content',
      created_at: 'none',
      expires_at: 'none',
    },
    place: 'surveys',
    workspace: { column: 'workspace_id' },
    links,
    mentions: 'redact',
    retention: 'journeyDeletion',
  }),
  declareTable('survey_responses', {
    columns: {
      id: 'none',
      token: 'none',
      workspace_id: 'none',
      journey_id: 'none',
      version_number: 'none',
      node_id: 'none',
      enrollment_id: 'link',
      participant_id: 'link',
      step_id: 'none',
      visit: 'none',
      scale: 'none',
      // A number names nobody; it goes with its row.
      score: 'none',
      comment: 'content',
      responded_at: 'none',
    },
    place: 'surveys',
    workspace: { column: 'workspace_id' },
    links,
    mentions: 'redact',
    retention: 'journeyDeletion',
  }),
]
