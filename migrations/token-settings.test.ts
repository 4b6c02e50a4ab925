import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../server/test/test-database.ts'
import { migrateToLatest } from './migrate.ts'

const before = '0042_create_password_resets'
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [workspace, connection, action] = [id(1), id(2), id(3)]
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

test('actions of before go on to send empty values and lists with semicolons', async () => {
  await client.query(`insert into workspaces (id, name, slug, created_at) values ($1, 'Test', 'test', $2)`, [
    workspace,
    at,
  ])
  await client.query(
    `insert into connections (id, workspace_id, connector, name, environment, base_url, auth, state, created_at, updated_at)
     values ($1, $2, 'http', 'Own', 'sandbox', 'https://example.com', '{}', 'active', $3, $3)`,
    [connection, workspace, at],
  )
  await client.query(
    `insert into external_actions (id, workspace_id, connection_id, name, version, created_at, updated_at)
     values ($1, $2, $3, 'Send', 2, $4, $4)`,
    [action, workspace, connection, at],
  )
  const tokens = [
    { name: 'email', type: 'email', required: true },
    { name: 'tags', type: 'list', required: false, sample: ['a'] },
  ]
  for (const [version, definition] of [
    { name: 'Send', tokens },
    { name: 'Send', tokens: [] },
  ].entries())
    await client.query(
      `insert into external_action_versions (external_action_id, version, definition, created_at) values ($1, $2, $3, $4)`,
      [action, version + 1, JSON.stringify(definition), at],
    )

  await migrateToLatest(database.connectionString)

  const { rows } = await client.query<{ definition: unknown }>(
    'select definition from external_action_versions order by version',
  )
  const asBefore = { whenEmpty: 'sendEmpty', listStyle: 'semicolon' }
  expect(rows.map(({ definition }) => definition)).toEqual([
    { name: 'Send', tokens: tokens.map((token) => ({ ...token, ...asBefore })) },
    { name: 'Send', tokens: [] },
  ])
})
