import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

const counter = {
  journey_id: 'none',
  node_id: 'none',
  version_number: 'none',
  metric: 'none',
  shard: 'none',
  value: 'none',
} as const

export const counterPersonalData = [
  declareTable('activity_counters', { columns: counter }),
  declareTable('node_counters', { columns: counter }),
]
