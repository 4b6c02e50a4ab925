import { declareTable } from '../personal-data/table-declaration.ts'

export const securityEventPersonalData = [
  declareTable('security_events', {
    columns: {
      id: 'none',
      at: 'none',
      last_at: 'none',
      count: 'none',
      kind: 'none',
      outcome: 'none',
      actor_kind: 'none',
      actor_id: 'member',
      actor_name: 'member',
      account: 'member',
      workspace_id: 'none',
      address: 'member',
      what: 'none',
      coalesce_key: 'none',
      sent_count: 'none',
    },
  }),
]
