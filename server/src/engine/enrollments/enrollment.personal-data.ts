import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const stepExecutionPersonalData = [
  declareTable('step_executions', {
    columns: {
      enrollment_id: 'link',
      step_id: 'none',
      visit: 'none',
      journey_id: 'none',
      node_id: 'none',
      version_number: 'none',
      entered_at: 'none',
      left_at: 'none',
      node_entered_at: 'none',
      outlet: 'none',
      outcome: 'none',
      reason: 'content',
    },
    place: 'steps',
    workspace: { column: 'journey_id', of: 'journeys', key: 'id' },
    links: [{ by: 'enrollment', column: 'enrollment_id' }],
    mentions: 'redact',
    retention: 'recordRetention',
  }),
]

export const enrollmentPersonalData = [
  declareTable('enrollments', {
    columns: {
      id: 'link',
      workspace_id: 'none',
      journey_id: 'none',
      participant_id: 'link',
      entry: 'none',
      status: 'none',
      reason: 'none',
      failure_class: 'none',
      parked_at: 'none',
      step_id: 'none',
      node_id: 'none',
      visit: 'none',
      attempt: 'none',
      version_number: 'none',
      pinned_version: 'none',
      entered_at: 'none',
      node_entered_at: 'none',
      due_at: 'none',
      time_limit_at: 'none',
      lease_until: 'none',
      lease_owner: 'none',
      in_doubt: 'none',
      backfill: 'none',
      outputs: 'about',
      created_at: 'none',
      ended_at: 'none',
    },
    place: 'people',
    workspace: { column: 'workspace_id' },
    links: [
      { by: 'enrollment', column: 'id' },
      { by: 'participant', column: 'participant_id' },
    ],
    // What a call answered about somebody else can name the person.
    mentions: 'redact',
    retention: 'journeyDeletion',
  }),
]
