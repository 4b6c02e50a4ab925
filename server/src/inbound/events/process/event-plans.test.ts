import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp } from '../../../../test/test-app.ts'
import { findCallbackKeys, findEarlyCallbacks, listCallbackPaths } from '../../callbacks/callback-key.repository.ts'
import { findByKeyOrEmail } from './event-match.repository.ts'
import { listEventRows, listPendingEvents, readEndpointNumbers } from '../inbound-event.repository.ts'
import { eventOperations } from '../event.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const createEndpoint = calling(eventOperations.create)

// Finding the person of an event must take the same time among a million people as among ten. The list must open at once, however
// many events were received.

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const { db, ids, pool } = app.deps
const journeyId = ids.uuid()
let endpointId = ''

beforeAll(async () => {
  endpointId = (await createEndpoint(app.ctx('admin'), { name: 'Shop', topic: 'order.paid' })).endpoint.id
  await pool.query(
    `insert into participants (id, workspace_id, journey_id, key, email, fields, created_at)
     select gen_random_uuid(), $1, $2, 'customer' || i || '@example.com', 'customer' || i || '@example.com', '{}', now()
     from generate_series(1, 30000) i`,
    [app.workspace.id, journeyId],
  )
  await pool.query(
    `insert into enrollments (id, workspace_id, journey_id, participant_id, status, step_id, node_id, version_number, entered_at, node_entered_at, created_at)
     select gen_random_uuid(), $1, $2, id, 'active', 'wait/await', 'wait', 1, now(), now(), now() from participants`,
    [app.workspace.id, journeyId],
  )
  await pool.query(
    `insert into inbound_events (id, workspace_id, endpoint_id, payload, size_bytes, status, received_at)
     select gen_random_uuid(), $1, $2, '{}', 2, case i % 100 when 0 then 'nobody' when 1 then 'received' else 'processed' end,
       now() - i * interval '1 second'
     from generate_series(1, 30000) i`,
    [app.workspace.id, endpointId],
  )
  await pool.query(
    `insert into callback_keys (endpoint_id, path, key_hash, journey_id, enrollment_id, visit, expires_at)
     select case i % 3 when 0 then 'another' else $1 end, 'job.id', 'key' || i, $2, gen_random_uuid(), 1, now()
     from generate_series(1, 30000) i`,
    [endpointId, journeyId],
  )
  await pool.query(
    `insert into early_callbacks (endpoint_id, path, key_hash, event_id, item, received_at)
     select $1, 'job.id', 'key' || row_number() over (), id, 0, received_at from inbound_events`,
    [endpointId],
  )
  await pool.query('analyze participants, enrollments, inbound_events, callback_keys, early_callbacks')
})

async function planOf(run: () => Promise<unknown>): Promise<string> {
  const seen = vi.spyOn(pg.Client.prototype, 'query')
  await run()
  const [text, values] = seen.mock.calls[0] as unknown as [string, unknown[]]
  seen.mockRestore()
  const { rows } = await pool.query(`explain ${text}`, values)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test.each([
  ['key', 'participants_key'],
  ['email', 'participants_email'],
] as const)(
  'people are found by their %s through its index, and their passes through another',
  async (column, index) => {
    for (const count of [1, 1000]) {
      const values = Array.from({ length: count }, (_, at) => `customer${at + 1}@example.com`)
      const plan = await planOf(async () => {
        expect(await findByKeyOrEmail(db, journeyId, { column, values })).toHaveLength(count)
      })
      expect(plan).toContain(index)
      expect(plan).toContain('enrollments_participant')
      expect(plan).not.toContain('Seq Scan')
    }
  },
)

test('pending events: the query reads them in order and touches no other row', async () => {
  const plan = await planOf(() => listPendingEvents(db, endpointId, 20))
  expect(plan).toContain('inbound_events_pending')
  expect(plan).not.toMatch(/Sort|Seq Scan/)
})

test('a page of received events is read in the order of its index, all of them or those of one state', async () => {
  const plans = [
    await planOf(() => listEventRows(db, { endpointId, limit: 51 })),
    await planOf(() => listEventRows(db, { endpointId, limit: 51, statuses: ['nobody'], beforeId: ids.uuid() })),
  ]
  for (const plan of plans) expect(plan).not.toMatch(/Sort|Seq Scan/)
})

test('the numbers of an endpoint are counted from indexes, up to a thousand', async () => {
  const plan = await planOf(() => readEndpointNumbers(db, [endpointId], new Date(0)))
  expect(plan).not.toContain('Seq Scan')
})

test('whom a callback is about is found by its key, and where the keys stand by a look at the index', async () => {
  for (const count of [1, 1000]) {
    const keys = Array.from({ length: count }, (_, at) => ({ path: 'job.id', keyHash: `key${at + 1}` }))
    const plan = await planOf(async () => {
      const found = await findCallbackKeys(db, endpointId, keys)
      expect(found).toHaveLength(keys.filter((_, at) => (at + 1) % 3 !== 0).length)
    })
    expect(plan).toContain('callback_keys_pkey')
    expect(plan).not.toContain('Seq Scan')
  }
  const plan = await planOf(async () => {
    expect(await listCallbackPaths(db, endpointId)).toEqual(['job.id'])
  })
  expect(plan).toContain('callback_keys_pkey')
  expect(plan).not.toMatch(/Seq Scan|Sort/)
})

test('callbacks that came before the reply are found by the keys of the replies', async () => {
  const calls = Array.from({ length: 50 }, (_, at) => ({
    endpointId,
    path: 'job.id',
    keyHash: `key${at + 1}`,
    enrollmentId: ids.uuid(),
    nodeId: 'submit',
    since: new Date(0),
  }))
  const plan = await planOf(async () => {
    expect(await findEarlyCallbacks(db, calls)).toHaveLength(calls.length)
  })
  expect(plan).toContain('early_callbacks_pkey')
  expect(plan).toContain('inbound_events_pkey')
  expect(plan).not.toMatch(/Seq Scan on (early_callbacks|inbound_events|signals)/)
})
