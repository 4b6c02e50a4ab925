import { declareTable } from '../../../kernel/personal-data/table-declaration.ts'

export const calloutAttemptPersonalData = [
  declareTable('callout_attempts', {
    columns: {
      id: 'none',
      started_at: 'none',
      workspace_id: 'none',
      connection_id: 'none',
      external_action_id: 'none',
      external_action_version: 'none',
      journey_id: 'none',
      version_number: 'none',
      node_id: 'none',
      step_id: 'none',
      enrollment_id: 'link',
      participant_id: 'link',
      visit: 'none',
      attempt: 'none',
      idempotency_key: 'link',
      in_doubt: 'none',
      is_test: 'none',
      outcome: 'none',
      status_code: 'none',
      duration_ms: 'none',
      request: 'content',
      reply: 'content',
      error: 'content',
      next_attempt_at: 'none',
    },
    workspace: { column: 'workspace_id' },
    people: {
      links: [
        { by: 'participant', column: 'participant_id' },
        { by: 'enrollment', column: 'enrollment_id' },
      ],
      erase: 'delete',
    },
    // A test, or a call for somebody else: the row shows that the call was made, and what it carried goes.
    mentions: { set: { request: null, reply: null, error: null } },
    retention: 'recordRetention',
  }),
  declareTable('callout_counters', {
    columns: {
      journey_id: 'none',
      node_id: 'none',
      version_number: 'none',
      slot: 'none',
      outcome: 'none',
      status_code: 'none',
      latency_bucket: 'none',
      shard: 'none',
      attempts: 'none',
      first_attempts: 'none',
      final_attempts: 'none',
    },
  }),
]
