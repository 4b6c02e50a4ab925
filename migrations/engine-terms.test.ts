import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../server/test/test-database.ts'
import { migrateToLatest } from './migrate.ts'

const before = '0036_generalise_connection_gates'
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [workspace, running, paused, connection] = [id(1), id(2), id(3), id(4)]
const at = '2026-03-02T09:00:00.000Z'

let database: TestDatabase
let client: pg.Client

beforeEach(async () => {
  database = await createEmptyDatabase()
  await migrateToLatest(database.connectionString, { to: before })
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.drop()
})

test('people, numbers and pauses of before have the new words', async () => {
  await client.query(`insert into workspaces (id, name, slug, created_at) values ($1, 'Test', 'test', $2)`, [
    workspace,
    at,
  ])
  await client.query(
    `insert into journeys (id, workspace_id, state, draft, created_at, updated_at, held_since)
     values ($1, $3, 'active', '{}', $4, $4, null), ($2, $3, 'paused', '{}', $4, $4, $4)`,
    [running, paused, workspace, at],
  )
  await client.query(
    `insert into journey_state_changes (id, journey_id, from_state, to_state, at, actor, held_since, people)
     values ($1, $2, 'stopped', 'active', $3, '{}', $3, 1)`,
    [id(20), paused, at],
  )
  await client.query(
    `insert into journey_resumes
       (journey_id, change_id, overdue, held_since, resumed_at, spread_ms, next_state, phase, total, touched_at)
     values ($1, $2, 'send', $3, $3, 0, 'active', 'spreadOverdue', 1, $3)`,
    [paused, id(20), at],
  )
  const backfill = { nodeId: 'mail', stepId: 'cool/wait', enteredAt: 1, dueAt: 2, timeLimitAt: null, completed: null }
  await client.query(
    `insert into enrollments (id, workspace_id, journey_id, participant_id, status, step_id, node_id, version_number,
       entered_at, node_entered_at, failure_class, parked_at, detour, created_at)
     values ($1, $4, $5, $1, 'failed', 'post/call', 'post', 1, $6, $6, 'down', $6, null, $6),
       ($2, $4, $5, $2, 'active', 'mail/send', 'mail', 1, $6, $6, null, null, $7, $6),
       ($3, $4, $5, $3, 'dropped', 'post/call', 'post', 1, $6, $6, null, null, null, $6)`,
    [id(11), id(12), id(13), workspace, running, at, JSON.stringify(backfill)],
  )
  await client.query(
    `create table step_executions_early partition of step_executions for values from ('2026-02-01') to ('2026-03-01');
     create table step_executions_late partition of step_executions for values from ('2026-03-01') to ('2026-04-01')`,
  )
  await client.query(
    `insert into step_executions
       (enrollment_id, step_id, visit, journey_id, node_id, version_number, entered_at, left_at, outlet, outcome)
     values ($1, 'post/call', 2, $2, 'post', 1, '2026-02-02', '2026-02-02', null, 'failed'),
       ($1, 'post/call', 3, $2, 'post', 1, $3, $3, null, 'failed'),
       ($1, 'split/branch', 1, $2, 'split', 1, $3, $3, 'failed', 'left')`,
    [id(11), running, at],
  )
  await client.query(
    `insert into node_counters (journey_id, node_id, version_number, metric, shard, value)
     values ($1, 'post', 1, 'entered', 0, 5), ($1, 'post', 1, 'failed', 0, 2), ($1, 'post', 1, 'left:failed', 0, 3)`,
    [running],
  )
  const discrepancy = (kind: string) => ({ nodeId: 'post', kind, counted: 2, found: 1 })
  await client.query(
    `insert into counter_checks (journey_id, workspace_id, checked_at, discrepancies) values ($1, $2, $3, $4)`,
    [running, workspace, at, JSON.stringify([discrepancy('waiting'), discrepancy('failed')])],
  )
  await client.query(
    `insert into effect_claims (enrollment_id, step_id, visit, effect, frozen, created_at)
     values ($1, 'post/call', 2, 'callExternalAction', '{"firstAt": 1}', $2)`,
    [id(11), at],
  )
  await client.query(
    `insert into connections (id, workspace_id, connector, name, environment, base_url, auth, state, created_at, updated_at)
     values ($1, $2, 'http', 'CRM', 'production', 'https://crm.example.com', '{"kind": "none"}', 'active', $3, $3)`,
    [connection, workspace, at],
  )
  await client.query(`insert into call_gates (id, connection_id, hold_until) values ($1, $1, $2)`, [connection, at])

  await migrateToLatest(database.connectionString)

  expect(await read(`select status, backfill from enrollments order by id`)).toEqual([
    { status: 'parked', backfill: null },
    { status: 'active', backfill },
    { status: 'dropped', backfill: null },
  ])
  expect(await read(`select pg_get_indexdef('enrollments_parked'::regclass) like '%''parked''%' as follows`)).toEqual([
    { follows: true },
  ])
  expect(await read(`select outlet, outcome from step_executions order by visit`)).toEqual([
    { outlet: 'failed', outcome: 'left' },
    { outlet: null, outcome: 'parked' },
    { outlet: null, outcome: 'parked' },
  ])
  expect(await read(`select metric, value::int from node_counters order by metric`)).toEqual([
    { metric: 'entered', value: 5 },
    { metric: 'left:failed', value: 3 },
    { metric: 'parked', value: 2 },
  ])
  expect(await read(`select discrepancies from counter_checks`)).toEqual([
    { discrepancies: [discrepancy('waiting'), discrepancy('parked')] },
  ])
  expect(await read(`select snapshot from effect_inputs`)).toEqual([{ snapshot: { firstAt: 1 } }])
  const since = { paused_at: new Date(at) }
  expect(await read(`select state, paused_at from journeys order by id`)).toEqual([
    { state: 'active', paused_at: null },
    { state: 'paused', ...since },
  ])
  expect(await read(`select from_state, to_state, paused_at from journey_state_changes`)).toEqual([
    { from_state: 'stopped', to_state: 'active', ...since },
  ])
  expect(await read(`select next_state, paused_at from journey_resumes`)).toEqual([{ next_state: 'active', ...since }])
  await client.query(
    `insert into journeys (id, workspace_id, draft, created_at, updated_at) values ($1, $2, '{}', $3, $3)`,
    [id(30), workspace, at],
  )
  expect(await read(`select state from journeys where id = '${id(30)}'`)).toEqual([{ state: 'draft' }])
  expect(await read(`select unnest(enum_range(null::journey_state)) as state`)).toEqual(
    ['draft', 'active', 'paused', 'stopped'].map((state) => ({ state })),
  )
})

async function read(query: string): Promise<unknown[]> {
  return (await client.query(query)).rows
}
