import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const signalPersonalData = [
  declareTable('signals', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      journey_id: 'none',
      enrollment_id: 'link',
      kind: 'none',
      node_id: 'none',
      payload: 'content',
      occurred_at: 'none',
    },
    place: 'steps',
    workspace: { column: 'workspace_id' },
    links: [{ by: 'enrollment', column: 'enrollment_id' }],
    mentions: 'redact',
    retention: 'recordRetention',
  }),
]
