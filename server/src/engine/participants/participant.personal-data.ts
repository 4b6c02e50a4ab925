import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const exclusionPersonalData = [
  declareTable('exclusions', {
    columns: { journey_id: 'none', key: 'identifies', created_at: 'none' },
    place: 'exclusions',
    workspace: { column: 'journey_id', of: 'journeys', key: 'id' },
    links: [{ by: 'key', column: 'key' }],
    mentions: 'delete',
    retention: 'journeyDeletion',
  }),
]

export const excludedIdentityPersonalData = [
  // Hashes alone. They stay after erasing, because they are what keeps the person out.
  declareTable('excluded_identities', {
    columns: { workspace_id: 'none', hash: 'none', erasure_id: 'none', created_at: 'none' },
  }),
  declareTable('identity_salts', { columns: { workspace_id: 'none', salt: 'none' } }),
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
    place: 'people',
    workspace: { column: 'workspace_id' },
    links: [{ by: 'participant', column: 'id' }],
    // The value of a field of somebody else, such as the address of an account manager.
    mentions: 'redact',
    retention: 'journeyDeletion',
  }),
]
