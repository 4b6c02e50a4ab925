import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clusterDirOf } from './ensure-cluster.ts'
import { type EmbeddedPostgres, findRunningDatabase, startEmbeddedPostgres } from './embedded-postgres.ts'
import { isRunning } from '../start/process-state.ts'

const quick = { initdbFlags: ['--no-sync'], settings: { shared_buffers: '16MB' } }
const isRoot = process.getuid?.() === 0

let folder: string
let dataDir: string
const started: EmbeddedPostgres[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tabiji-start-'))
  // mkdtemp makes a private folder, but most checkouts are readable by everyone.
  await chmod(folder, 0o755)
  dataDir = path.join(folder, 'data')
})
afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop()
  const clusterDir = await clusterDirOf(dataDir)
  if (!clusterDir.startsWith(folder)) await rm(path.dirname(clusterDir), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})

async function start(options: { port?: number } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...quick, ...options })
  started.push(postgres)
  return postgres
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

test('embedded PostgreSQL: data survives a stop and a start', async () => {
  const first = await start()
  await query(first.connectionString, 'create table kept as select 1 as one')
  await first.stop()
  expect(isRunning(first.pid)).toBe(false)
  const second = await start()
  expect(await query(second.connectionString, 'select * from kept')).toEqual([{ one: 1 }])
})

test('embedded PostgreSQL: a connection needs the password, whose file only the owner can read', async () => {
  const { connectionString } = await start()
  const url = new URL(connectionString)
  expect(url.hostname).toBe('127.0.0.1')
  url.password = 'guessed'
  await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  const { mode } = await stat(path.join(dataDir, 'pg-password'))
  expect((mode & 0o777).toString(8)).toBe('600')
})

test('one that runs already is used, not started again', async () => {
  const first = await start()
  const second = await start()
  expect(second.pid).toBe(first.pid)
})

test('two starts at once on an empty folder end with one database', async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(second?.connectionString).toBe(first?.connectionString)
  expect(await query(first?.connectionString ?? '', 'select 1 as one')).toEqual([{ one: 1 }])
})

test('after a kill -9 it comes back with what was committed, on the port that is asked for', async () => {
  const first = await start()
  await query(first.connectionString, 'create table kept as select 1 as one')
  process.kill(first.pid, 'SIGKILL')
  const second = await start({ port: first.port })
  expect(second.connectionString).toBe(first.connectionString)
  expect(second.pid).not.toBe(first.pid)
  expect(await query(second.connectionString, 'select * from kept')).toEqual([{ one: 1 }])
})

test('a pid left behind that belongs to another program by now does not stop the start', async () => {
  const first = await start()
  const pidFile = path.join(await clusterDirOf(dataDir), 'postmaster.pid')
  const leftBehind = await readFile(pidFile, 'utf8')
  await first.stop()
  // The pid of this test process: it runs, but it is not a PostgreSQL.
  await writeFile(pidFile, leftBehind.replace(/^\d+/, String(process.pid)))
  const second = await start()
  expect(await query(second.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('the database of a folder is found while it runs, and only then', async () => {
  expect(await findRunningDatabase(dataDir)).toBeUndefined()
  const postgres = await start()
  expect(await findRunningDatabase(dataDir)).toBe(postgres.connectionString)
  await postgres.stop()
  expect(await findRunningDatabase(dataDir)).toBeUndefined()
})

test('a lost password file is named, with what to do', async () => {
  await (await start()).stop()
  await rm(path.join(dataDir, 'pg-password'))
  await expect(start()).rejects.toThrow(/password file .*pg-password is not\. Put it back/)
})

test('a database of another PostgreSQL version is refused, naming both', async () => {
  await mkdir(path.join(dataDir, 'pg'), { recursive: true })
  await writeFile(path.join(dataDir, 'pg', 'PG_VERSION'), '17\n')
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 17; this Tabiji brings PostgreSQL 18/)
})

test.runIf(isRoot)('as root in a closed folder the cluster lies elsewhere, and no mode is changed', async () => {
  await chmod(folder, 0o700)
  const postgres = await start()
  expect(await query(postgres.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
  const clusterDir = await clusterDirOf(dataDir)
  expect(clusterDir).toMatch(/^\/var\/lib\/tabiji\/[0-9a-f]{16}\/pg$/)
  expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700')
})
