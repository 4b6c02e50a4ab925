import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const externalActionPersonalData = [
  declareTable('external_action_samples', {
    columns: { external_action_id: 'none', workspace_id: 'none', version: 'none', reply: 'content', kept_at: 'none' },
    place: 'externalActions',
    workspace: { column: 'workspace_id' },
    mentions: 'delete',
    matchesKeys: true,
    retention: { kept: 'One reply for each external action, which a member chose to keep and can forget.' },
  }),
  declareTable('external_action_versions', {
    columns: { external_action_id: 'none', version: 'none', definition: 'content', created_at: 'none' },
    place: 'externalActions',
    workspace: { column: 'external_action_id', of: 'external_actions', key: 'id' },
    // The sample values of its tokens can be those of a person. Nothing is sent with them.
    mentions: 'redact',
    retention: { kept: 'Members wrote this external action, and published journeys call it.' },
  }),
  declareTable('external_actions', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      connection_id: 'none',
      name: 'none',
      version: 'none',
      created_at: 'none',
      updated_at: 'none',
    },
  }),
]
