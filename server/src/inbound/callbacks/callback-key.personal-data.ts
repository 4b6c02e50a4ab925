import { declareTable } from '../../kernel/personal-data/table-declaration.ts'
import { callbackKeyHash } from './callback-key.ts'

const hash = (value: string) => callbackKeyHash(value) ?? ''

export const callbackKeyPersonalData = [
  declareTable('callback_keys', {
    columns: {
      endpoint_id: 'none',
      path: 'none',
      key_hash: 'link',
      journey_id: 'none',
      enrollment_id: 'link',
      visit: 'none',
      expires_at: 'none',
    },
    place: 'steps',
    workspace: { column: 'journey_id', of: 'journeys', key: 'id' },
    links: [
      { by: 'enrollment', column: 'enrollment_id' },
      { by: 'hash', column: 'key_hash', hash },
    ],
    retention: 'eventCleanUp',
  }),
  declareTable('early_callbacks', {
    columns: {
      endpoint_id: 'none',
      path: 'none',
      key_hash: 'link',
      event_id: 'none',
      item: 'none',
      received_at: 'none',
    },
    place: 'events',
    workspace: { column: 'endpoint_id', of: 'event_endpoints', key: 'id' },
    links: [{ by: 'hash', column: 'key_hash', hash }],
    retention: 'eventCleanUp',
  }),
]
