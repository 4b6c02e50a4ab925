import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const inboundEventPersonalData = [
  declareTable('event_idempotency_keys', {
    columns: { endpoint_id: 'none', key_hash: 'none', event_id: 'none', expires_at: 'none' },
  }),
  declareTable('event_rates', { columns: { endpoint_id: 'none', minute: 'none', count: 'none' } }),
  declareTable('inbound_events', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      endpoint_id: 'none',
      payload: 'content',
      size_bytes: 'none',
      status: 'none',
      received_at: 'none',
      processed_at: 'none',
      matched: 'none',
      enrolled: 'none',
      refused: 'none',
      reasons: 'content',
      duplicate_of: 'none',
      drift: 'content',
    },
    place: 'events',
    workspace: { column: 'workspace_id' },
    // The whole event: what it says beside the address is about the same person.
    mentions: 'delete',
    matchesKeys: true,
    busyWhile: { column: 'status', is: 'received' },
    retention: 'eventCleanUp',
  }),
]
