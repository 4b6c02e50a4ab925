import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const workerPersonalData = [
  declareTable('workers', { columns: { id: 'none', started_at: 'none', seen_at: 'none' } }),
]
