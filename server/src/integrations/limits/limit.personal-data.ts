import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const limitPersonalData = [
  declareTable('call_limiters', {
    columns: {
      id: 'none',
      connection_id: 'none',
      external_action_id: 'none',
      next_call_at: 'none',
      opened_at: 'none',
      next_probe_at: 'none',
      probe_owner: 'none',
      probes: 'none',
      open_until: 'none',
      ramp_from: 'none',
      last_error: 'none',
    },
  }),
  declareTable('call_limiter_quotas', { columns: { limiter_id: 'none', worker_id: 'none', concurrency: 'none' } }),
  declareTable('connection_quotas', {
    columns: { workspace_id: 'none', connector: 'none', max_connections: 'none', updated_at: 'none' },
  }),
]
