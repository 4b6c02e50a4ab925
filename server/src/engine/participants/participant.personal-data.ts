import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const exclusionPersonalData = [
  declareTable('exclusions', {
    columns: { journey_id: 'none', key: 'identifies', created_at: 'none' },
    workspace: { column: 'journey_id', of: 'journeys', key: 'id' },
    people: { links: [{ by: 'key', column: 'key' }], erase: 'delete' },
    mentions: 'delete',
    retention: 'journeyDeletion',
  }),
]

export const participantPersonalData = [
  declareTable('participants', {
    columns: {
      id: 'link',
      workspace_id: 'none',
      journey_id: 'none',
      key: 'identifies',
      email: 'identifies',
      fields: 'about',
      created_at: 'none',
    },
    workspace: { column: 'workspace_id' },
    people: { links: [{ by: 'participant', column: 'id' }], erase: 'delete' },
    // The value of a field of somebody else, such as the address of an account manager.
    mentions: 'redact',
    retention: 'journeyDeletion',
  }),
]
