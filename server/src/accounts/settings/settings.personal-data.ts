import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const settingsPersonalData = [
  declareTable('instance_settings', { columns: { key: 'none', value: 'none', updated_at: 'none' } }),
  declareTable('workspace_settings', {
    columns: {
      workspace_id: 'none',
      time_zone: 'none',
      callout_allow: 'none',
      mail_from: 'member',
      language: 'none',
      retention_days: 'none',
      records_removed_before: 'none',
      updated_at: 'none',
    },
  }),
]
