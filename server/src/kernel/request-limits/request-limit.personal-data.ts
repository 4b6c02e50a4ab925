import { declareTable } from '../personal-data/table-declaration.ts'

export const requestLimitPersonalData = [
  declareTable('request_limits', {
    columns: { key: 'none', count: 'none', blocked_until: 'none', expires_at: 'none' },
  }),
]
