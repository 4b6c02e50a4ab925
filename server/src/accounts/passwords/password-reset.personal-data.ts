import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const passwordResetPersonalData = [
  declareTable('password_resets', {
    columns: {
      id: 'none',
      user_id: 'member',
      token_hash: 'none',
      source: 'none',
      expires_at: 'none',
      created_at: 'none',
    },
  }),
]
