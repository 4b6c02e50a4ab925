import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const ctaPersonalData = [
  declareTable('ctas', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      journey_id: 'none',
      node_id: 'none',
      enrollment_id: 'link',
      participant_id: 'link',
      step_id: 'none',
      visit: 'none',
      name: 'content',
      type: 'content',
      reason: 'content',
      priority: 'none',
      owner: 'content',
      comments: 'content',
      status: 'none',
      due_at: 'none',
      created_at: 'none',
      updated_at: 'none',
      closed_at: 'none',
    },
    place: 'ctas',
    workspace: { column: 'workspace_id' },
    links: [
      { by: 'participant', column: 'participant_id' },
      { by: 'enrollment', column: 'enrollment_id' },
    ],
    // A CTA of a deleted journey has lost its link and names the person in its texts alone.
    mentions: 'delete',
    retention: 'recordRetention',
  }),
]
