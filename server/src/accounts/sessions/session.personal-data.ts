import { declareTable, type TableDeclaration } from '../../kernel/personal-data/table-declaration.ts'

/** Tables of better-auth that only it reads. */
const ofLibrary: TableDeclaration[] = [
  {
    schema: 'public',
    table: 'verifications',
    columns: {
      id: 'none',
      identifier: 'member',
      value: 'member',
      expires_at: 'none',
      created_at: 'none',
      updated_at: 'none',
    },
  },
]

export const sessionPersonalData = [
  declareTable('sessions', {
    columns: {
      id: 'none',
      user_id: 'member',
      token: 'none',
      active_workspace_id: 'none',
      ip_address: 'member',
      user_agent: 'member',
      expires_at: 'none',
      created_at: 'none',
      updated_at: 'none',
    },
  }),
  ...ofLibrary,
]
