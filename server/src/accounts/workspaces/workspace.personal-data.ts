import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const workspacePersonalData = [
  declareTable('workspaces', {
    columns: { id: 'none', name: 'none', slug: 'none', logo: 'none', metadata: 'none', created_at: 'none' },
  }),
]
