import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const memberPersonalData = [
  declareTable('members', {
    columns: { id: 'none', workspace_id: 'none', user_id: 'member', role: 'none', created_at: 'none' },
  }),
  declareTable('invitations', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      email: 'member',
      role: 'none',
      status: 'none',
      token_hash: 'none',
      inviter_id: 'member',
      expires_at: 'none',
      created_at: 'none',
    },
  }),
]
