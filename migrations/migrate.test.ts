import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createEmptyDatabase, type TestDatabase } from '../server/test/test-database.ts'
import { migrateToLatest, migrationsIn } from './migrate.ts'

let database: TestDatabase
const folders: string[] = []

beforeEach(async () => {
  database = await createEmptyDatabase()
})
afterEach(() => database.drop())
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

test('an empty database gets every migration in the order of the numbers, and a second run finds nothing to do', async () => {
  const names = Object.keys(await migrationsIn(import.meta.dirname).getMigrations())
  expect(names.length).toBeGreaterThan(0)
  expect(await migrateToLatest(database.connectionString)).toEqual(names)
  expect(await migrateToLatest(database.connectionString)).toEqual([])
})

test('four processes migrating at once: one works, the others wait, all succeed', async () => {
  const results = await Promise.all([1, 2, 3, 4].map(() => migrateToLatest(database.connectionString)))
  expect(results.filter((names) => names.length > 0)).toHaveLength(1)
})

test('a migration that fails is named and leaves nothing behind, also not the one before it', async () => {
  const folder = await folderWith({
    '0001_first.ts': `export const up = (db) => db.schema.createTable('first').addColumn('id', 'integer').execute()`,
    '0002_second.ts': `export const up = async () => { throw new Error('the disk is full') }`,
  })
  await expect(migrateToLatest(database.connectionString, { folder })).rejects.toThrow(
    'The migration 0002_second failed, nothing was changed: the disk is full',
  )
  expect(await tables()).not.toContain('first')
})

test('a database of a newer version is refused, and the message says so', async () => {
  const newer = await folderWith({
    '0001_a.ts': 'export const up = async () => {}',
    '0002_b.ts': 'export const up = async () => {}',
  })
  const older = await folderWith({ '0001_a.ts': 'export const up = async () => {}' })
  await migrateToLatest(database.connectionString, { folder: newer })
  await expect(migrateToLatest(database.connectionString, { folder: older })).rejects.toThrow(
    /set up by another, probably newer, version of Tabiji.*0002_b/,
  )
})

test('only numbered files are migrations; two with one number or one without "up" are refused', async () => {
  const some = await folderWith({
    '0001_a.ts': 'export const up = async () => {}',
    'migrate.ts': 'throw new Error()',
    '0001_a.test.ts': '',
  })
  expect(Object.keys(await migrationsIn(some).getMigrations())).toEqual(['0001_a'])
  const twice = await folderWith({
    '0001_a.ts': 'export const up = async () => {}',
    '0001_b.ts': 'export const up = async () => {}',
  })
  await expect(migrationsIn(twice).getMigrations()).rejects.toThrow('Two migrations have the number 0001')
  const empty = await folderWith({ '0001_a.ts': 'export const down = 1' })
  await expect(migrationsIn(empty).getMigrations()).rejects.toThrow('0001_a.ts has no exported function "up"')
})

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabiji-migrations-'))
  folders.push(folder)
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)))
  return folder
}

async function tables(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  await client.end()
  return rows.map((row) => row.name)
}
