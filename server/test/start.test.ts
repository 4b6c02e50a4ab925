import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clusterDirOf } from '../src/app/embedded-postgres/ensure-cluster.ts'
import { findRunningDatabase, startEmbeddedPostgres } from '../src/app/embedded-postgres/embedded-postgres.ts'
import { ownEmbeddedDatabase } from '../src/app/embedded-postgres/own-embedded-database.ts'
import { joinEmbeddedDatabase } from '../src/app/embedded-postgres/join-database.ts'

// The program as it is started by hand, in a closed folder of its own, with nothing of the test run's PostgreSQL.

const main = path.resolve(import.meta.dirname, '../src/app/main.ts')

let dataDir: string
const children: ChildProcess[] = []

beforeEach(async () => {
  dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'tabiji-main-')), 'data')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  if (await findRunningDatabase(dataDir)) await (await startEmbeddedPostgres({ dataDir })).stop()
  const clusterDir = await clusterDirOf(dataDir)
  if (!clusterDir.startsWith(dataDir)) await rm(path.dirname(clusterDir), { recursive: true, force: true })
  await rm(path.dirname(dataDir), { recursive: true, force: true })
})

type Started = { child: ChildProcess; lines: string[]; ended: Promise<number | null> }

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TABIJI_DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env },
  })
  children.push(child)
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream
      ?.setEncoding('utf8')
      .on('data', (text: string) => lines.push(...text.split('\n').filter((line) => line !== '')))
  return { child, lines, ended: once(child, 'close').then(([code]) => code as number | null) }
}

async function untilReady({ lines, ended }: Started): Promise<string> {
  let hasEnded = false
  void ended.then(() => (hasEnded = true))
  for (;;) {
    const last = lines.at(-1)
    if (last?.startsWith('http://')) return last
    if (hasEnded) throw new Error(`it ended before it was ready:\n${lines.join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('the last line is the address, which answers; SIGTERM ends the program and its database', async () => {
  const started = start()
  const address = await untilReady(started)
  expect((await fetch(`${address}/health/ready`)).status).toBe(200)
  expect(started.lines[0]).toBe('Creating the database …')
  expect((await stat(path.join(dataDir, 'running.json'))).mode & 0o077).toBe(0)
  started.child.kill('SIGTERM')
  expect(await started.ended).toBe(0)
  expect(await findRunningDatabase(dataDir)).toBeUndefined()
}, 60_000)

test('a start right after a kill -9 works, whether or not PostgreSQL survived it', async () => {
  const first = start()
  await untilReady(first)
  first.child.kill('SIGKILL')
  const second = start()
  await untilReady(second)
  expect(second.lines.join('\n')).not.toMatch(/waiting up to/)
  const { pid } = await startEmbeddedPostgres({ dataDir })
  second.child.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  expect((await fetch(`${await untilReady(start())}/health/ready`)).status).toBe(200)
}, 60_000)

test('a second program on the same folder is refused, naming process and address; it takes over when the first is gone', async () => {
  const first = start()
  const address = await untilReady(first)
  const acquire = (patienceMs: number) =>
    ownEmbeddedDatabase({
      dataDir,
      progress: () => {},
      onLost: () => {},
      signal: new AbortController().signal,
      patienceMs,
    })
  await expect(acquire(500)).rejects.toThrow(
    `Tabiji is already running with the data folder ${dataDir}: process ${first.child.pid}, ${address}.`,
  )
  expect((await fetch(`${address}/health/ready`)).status).toBe(200)
  const waiting = acquire(20_000)
  first.child.kill('SIGTERM')
  await (await waiting).release()
}, 60_000)

test('a PostgreSQL that dies under the program is started again in its place', async () => {
  const address = await untilReady(start())
  const { pid, connectionString } = await startEmbeddedPostgres({ dataDir })
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => findRunningDatabase(dataDir), { timeout: 20_000 }).toBe(connectionString)
  await expect.poll(async () => (await fetch(`${address}/health/ready`)).status, { timeout: 10_000 }).toBe(200)
  const client = new pg.Client({ connectionString })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
}, 60_000)

test('a worker joins the embedded database, comes through a crash of it, and ends without taking it away', async () => {
  const address = await untilReady(start({ ROLE: 'web' }))
  const worker = start({ ROLE: 'worker' })
  expect(await untilReady(worker)).toBe(address)
  const workersAlive = async () => {
    const text = await (await fetch(`${address}/metrics`)).text()
    return Number(/^tabiji_workers_alive (\d+)$/m.exec(text)?.[1])
  }
  await expect.poll(workersAlive, { timeout: 10_000 }).toBe(1)
  const { pid } = await startEmbeddedPostgres({ dataDir })
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => findRunningDatabase(dataDir), { timeout: 20_000 }).toBeDefined()
  const client = new pg.Client({ connectionString: (await findRunningDatabase(dataDir))! })
  await client.connect()
  await client.query('delete from workers')
  await expect.poll(workersAlive, { timeout: 20_000 }).toBe(1)
  worker.child.kill('SIGTERM')
  expect(await worker.ended).toBe(0)
  expect((await client.query('select id from workers')).rows).toEqual([])
  await client.end()
  expect((await fetch(`${address}/health/ready`)).status).toBe(200)
}, 90_000)

test('a worker without a database to work on is refused, and is told what to start', async () => {
  const join = joinEmbeddedDatabase({
    dataDir,
    progress: () => {},
    onLost: () => {},
    signal: new AbortController().signal,
    patienceMs: 300,
  })
  await expect(join).rejects.toThrow(
    /A worker works on the database of another process, and none runs with the data folder .*ROLE=web npm start/s,
  )
})

test('wrong settings are all named, and nothing is begun', async () => {
  const started = start({ PORT: '99999', ROLE: 'chief' })
  expect(await started.ended).toBe(1)
  expect(started.lines.join('\n')).toMatch(/PORT must be a number.*\n.*ROLE must be all, web or worker/)
  await expect(stat(dataDir)).rejects.toThrow('ENOENT')
})

test('a taken PORT ends the start and leaves no database behind', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const started = start({ PORT: String(port) })
  expect(await started.ended).toBe(1)
  other.close()
  expect(started.lines.at(-1)).toContain(`Port ${port} on 127.0.0.1 is taken by another program`)
  expect(await findRunningDatabase(dataDir)).toBeUndefined()
}, 60_000)

test('a DATABASE_URL that refuses us is explained without its password', async () => {
  const { connectionString, stop } = await startEmbeddedPostgres({ dataDir })
  const url = new URL(connectionString)
  url.password = 'hunter2'
  const started = start({ DATABASE_URL: url.href })
  expect(await started.ended).toBe(1)
  await stop()
  expect(started.lines.join('\n')).toMatch(
    /The database that DATABASE_URL names \(127\.0\.0\.1:\d+\) does not answer: password authentication failed/,
  )
  expect(started.lines.join('\n')).not.toContain('hunter2')
}, 60_000)
