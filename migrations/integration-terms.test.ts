import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../server/test/test-database.ts'
import { migrateToLatest } from './migrate.ts'

const lastBefore = 36
let database: TestDatabase
let db: Kysely<Record<string, Record<string, unknown>>>

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

beforeAll(async () => {
  database = await createEmptyDatabase()
  const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'))
  for (const name of await readdir(import.meta.dirname))
    if (/^\d{4}_.*(?<!\.test)\.ts$/.test(name) && Number(name.slice(0, 4)) <= lastBefore)
      await writeFile(path.join(folder, name), `export { up } from '${path.join(import.meta.dirname, name)}'`)
  await migrateToLatest(database.connectionString, { folder })
  await rm(folder, { recursive: true })
  db = new Kysely({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.connectionString, max: 1 }) }),
  })
  await insertOldRows()
  await migrateToLatest(database.connectionString)
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

async function insertOldRows(): Promise<void> {
  const step = (params: object) => ({ op: 'perform', effect: 'callExternalAction', nodeId: 'ask', params })
  const plan = {
    steps: {
      'ask/call': step({ externalActionId: id(9), report: { endpointId: 'evt_1', path: 'job', output: 'ticket' } }),
      'tell/call': step({ externalActionId: id(9) }),
    },
  }
  const reasons = [
    { item: 0, journeyId: null, code: 'event.reportNobody', params: { key: 'about "event.reportLate"' } },
    { item: 1, journeyId: null, code: 'event.notSetUp', params: {} },
  ]
  for (const statement of [
    sql`insert into workspaces (id, name, slug, created_at) values (${id(1)}, 'W', 'w', now())`,
    sql`insert into connections (id, workspace_id, connector, name, environment, base_url, auth, limits, state, created_at, updated_at)
      values (${id(2)}, ${id(1)}, 'http', 'C', 'production', 'https://x.example', '{"kind":"none"}', '{}', 'authorized', now(), now())`,
    sql`insert into call_gates (id, connection_id) values (${id(2)}, ${id(2)})`,
    sql`insert into call_gate_slots (gate_id, worker_id, slots) values (${id(2)}, ${id(3)}, 4)`,
    sql`insert into connection_caps (workspace_id, connector, max_connections, updated_at) values (${id(1)}, 'slack', 7, now())`,
    sql`insert into connection_tokens (connection_id, ask_again_at) values (${id(2)}, '2026-01-02T03:04:05Z')`,
    sql`insert into expected_reports (endpoint_id, path, key_hash, journey_id, enrollment_id, visit, expires_at)
      values ('evt_1', 'job', 'hash', ${id(4)}, ${id(5)}, 1, now())`,
    sql`insert into kept_reports (endpoint_id, path, key_hash, event_id, item, received_at)
      values ('evt_1', 'job', 'hash', ${id(6)}, 0, now())`,
    ...['connectionCapChanged', 'connectionTokensRevoked', 'connectionCreated'].map(
      (action, index) => sql`insert into audit_log (id, workspace_id, at, actor_kind, actor_name, action, subject_kind)
        values (${id(20 + index)}, ${id(1)}, now(), 'system', 'S', ${action}, 'connection')`,
    ),
    sql`insert into event_endpoints (id, workspace_id, name, topic, key_hash, key_prefix, key_created_at, rate_limit_per_minute, created_at, updated_at)
      values ('evt_1', ${id(1)}, 'E', 'E', 'h', 'p', now(), 100, now(), now())`,
    sql`insert into inbound_events (id, workspace_id, endpoint_id, size_bytes, status, received_at, reasons)
      values (${id(6)}, ${id(1)}, 'evt_1', 2, 'nobody', now(), ${JSON.stringify(reasons)}::jsonb)`,
    sql`insert into journeys (id, workspace_id, draft, created_at, updated_at) values (${id(4)}, ${id(1)}, '{}', now(), now())`,
    sql`insert into journey_versions (journey_id, number, document, plan, published_at, published_by)
      values (${id(4)}, 1, '{}', ${JSON.stringify(plan)}::jsonb, now(), '{}')`,
  ])
    await statement.execute(db)
}

test('rows of the old tables are in the new ones', async () => {
  const rows = (table: string) => db.selectFrom(table).selectAll().execute()
  expect(await rows('call_limiters')).toMatchObject([{ id: id(2), connection_id: id(2) }])
  expect(await rows('call_limiter_quotas')).toEqual([{ limiter_id: id(2), worker_id: id(3), concurrency: 4 }])
  expect(await rows('connection_quotas')).toMatchObject([{ connector: 'slack', max_connections: 7 }])
  expect(await rows('access_tokens')).toMatchObject([{ retry_at: new Date('2026-01-02T03:04:05Z') }])
  expect(await rows('callback_keys')).toMatchObject([{ key_hash: 'hash', visit: 1 }])
  expect(await rows('early_callbacks')).toMatchObject([{ key_hash: 'hash', item: 0 }])
})

test('no table, column, constraint or index has an old name', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace
    union all select conname from pg_constraint where connamespace = 'public'::regnamespace
    union all select attname from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0`.execute(db)
  const names = rows.map(({ name }) => name)
  expect(names).toContain('callback_keys_pkey')
  expect(names).toContain('call_limiters_connection_id_fkey')
  expect(names).toContain('call_limiter_quotas_limiter_id_fkey')
  expect(names.filter((name) => /gate|_caps|_reports|connection_tokens|ask_again/.test(name))).toEqual([])
})

test('stored values have the new words, and what people wrote stays', async () => {
  const actions = await db.selectFrom('audit_log').select('action').orderBy('id').execute()
  expect(actions.map(({ action }) => action)).toEqual([
    'connectionQuotaChanged',
    'connectionAccessTokensRevoked',
    'connectionCreated',
  ])
  const [event] = await db.selectFrom('inbound_events').select('reasons').execute()
  expect(event!.reasons).toEqual([
    { item: 0, journeyId: null, code: 'event.callbackNobody', params: { key: 'about "event.reportLate"' } },
    { item: 1, journeyId: null, code: 'event.notSetUp', params: {} },
  ])
})

test('plans of published versions name the key of callbacks anew', async () => {
  const [version] = await db.selectFrom('journey_versions').select('plan').execute()
  const { steps } = version!.plan as { steps: Record<string, { params: object }> }
  expect(steps['ask/call']!.params).toEqual({
    externalActionId: id(9),
    callbackKey: { endpointId: 'evt_1', path: 'job', output: 'ticket' },
  })
  expect(steps['tell/call']!.params).toEqual({ externalActionId: id(9) })
})
