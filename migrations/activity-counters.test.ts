import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../server/test/test-database.ts'
import { migrateToLatest } from './migrate.ts'

const before = '0037_use_terms_of_the_field'
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [workspace, journey] = [id(1), id(2)]
const at = '2026-03-02T09:00:00.000Z'

let database: TestDatabase
let client: pg.Client

beforeEach(async () => {
  database = await createEmptyDatabase()
  await migrateToLatest(database.connectionString, { to: before })
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  await client.query(`insert into workspaces (id, name, slug, created_at) values ($1, 'Test', 'test', $2)`, [
    workspace,
    at,
  ])
  await client.query(
    `insert into journeys (id, workspace_id, state, draft, created_at, updated_at)
     values ($1, $2, 'active', '{}', $3, $3)`,
    [journey, workspace, at],
  )
})
afterEach(async () => {
  await client.end()
  await database.drop()
})

test('counters of before: openings and answers are moved out, people stay, nothing is lost', async () => {
  await client.query(
    `insert into node_counters (journey_id, node_id, version_number, metric, shard, value) values
       ($1, 'mail', 1, 'entered', 0, 20), ($1, 'mail', 1, 'left:next', 0, 15), ($1, 'mail', 2, 'parked', 3, 1),
       ($1, 'mail', 1, 'mailOpened', 0, 9), ($1, 'mail', 1, 'mailOpened', 5, 4), ($1, 'mail', 2, 'mailClicked', 0, 2),
       ($1, 'ask', 1, 'moved', 0, 1), ($1, 'ask', 1, 'dropped', 0, 2), ($1, 'ask', 1, 'surveyScore:nps:9', 0, 13)`,
    [journey],
  )

  await migrateToLatest(database.connectionString)

  expect(await read('node_counters')).toEqual([
    'ask 1 dropped 0 2',
    'ask 1 moved 0 1',
    'mail 1 entered 0 20',
    'mail 1 left:next 0 15',
    'mail 2 parked 3 1',
  ])
  expect(await read('activity_counters')).toEqual([
    'ask 1 surveyScore:nps:9 0 13',
    'mail 1 mailOpened 0 9',
    'mail 1 mailOpened 5 4',
    'mail 2 mailClicked 0 2',
  ])
})

test('counters of people: another metric is refused by the database', async () => {
  await migrateToLatest(database.connectionString)
  const add = (metric: string) =>
    client.query(
      `insert into node_counters (journey_id, node_id, version_number, metric, shard, value)
       values ($1, 'mail', 1, $2, 0, 1)`,
      [journey, metric],
    )
  await add('left:mailOpened')
  await expect(add('mailOpened')).rejects.toThrow('node_counters_metric_is_of_flow')
})

async function read(table: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select concat_ws(' ', node_id, version_number, metric, shard, value) as line from ${table} order by 1`,
  )
  return rows.map(({ line }) => line)
}
