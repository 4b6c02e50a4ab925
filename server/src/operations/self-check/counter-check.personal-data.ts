import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const counterCheckPersonalData = [
  declareTable('counter_checks', {
    columns: { journey_id: 'none', workspace_id: 'none', checked_at: 'none', discrepancies: 'none' },
  }),
]
