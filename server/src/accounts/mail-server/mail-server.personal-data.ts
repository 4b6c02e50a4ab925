import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const mailServerPersonalData = [
  declareTable('mail_servers', {
    columns: {
      workspace_id: 'none',
      host: 'none',
      port: 'none',
      encryption: 'none',
      username: 'member',
      password: 'none',
      updated_at: 'none',
    },
  }),
]
