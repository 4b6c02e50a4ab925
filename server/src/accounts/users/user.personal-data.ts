import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const userPersonalData = [
  declareTable('users', {
    columns: {
      id: 'none',
      name: 'member',
      email: 'member',
      email_verified: 'none',
      image: 'member',
      locale: 'none',
      created_at: 'none',
      updated_at: 'none',
    },
  }),
  declareTable('accounts', {
    columns: {
      id: 'none',
      user_id: 'member',
      account_id: 'member',
      provider_id: 'none',
      access_token: 'member',
      refresh_token: 'member',
      id_token: 'member',
      access_token_expires_at: 'none',
      refresh_token_expires_at: 'none',
      scope: 'none',
      password: 'member',
      created_at: 'none',
      updated_at: 'none',
    },
  }),
]
