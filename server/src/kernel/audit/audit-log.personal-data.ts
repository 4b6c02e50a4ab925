import { declareTable } from '../personal-data/table-declaration.ts'

export const auditLogPersonalData = [
  declareTable('audit_log', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      at: 'none',
      actor_kind: 'none',
      actor_id: 'member',
      actor_name: 'member',
      action: 'none',
      subject_kind: 'none',
      subject_id: 'link',
      before: 'content',
      after: 'content',
    },
    place: 'auditLog',
    workspace: { column: 'workspace_id' },
    // Who did what, and when, stays. Values of a person would stand beside the address, so all of them go.
    mentions: { set: { before: null, after: '{"erased": true}' } },
    retention: {
      kept: 'The record of what members did is kept also when the workspace is deleted. Erasing a person empties the values.',
    },
  }),
]
