import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const apiKeyPersonalData = [
  declareTable('api_keys', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      name: 'none',
      role: 'none',
      prefix: 'none',
      hash: 'none',
      created_by_kind: 'none',
      created_by_id: 'member',
      created_by_name: 'member',
      created_at: 'none',
      last_used_at: 'none',
      revoked_at: 'none',
    },
  }),
]
