import pg from 'pg'
import { expect, test } from 'vitest'
import { findRunningDatabase, startEmbeddedPostgres } from '../src/app/embedded-postgres/embedded-postgres.ts'
import { untilReady, openProgramFolder } from './program-folder.ts'

const program = openProgramFolder()

test('a start right after a kill -9 works, whether or not PostgreSQL survived it', async () => {
  const first = program.start()
  await untilReady(first)
  first.child.kill('SIGKILL')
  const second = program.start()
  await untilReady(second)
  expect(second.lines.join('\n')).not.toMatch(/waiting up to/)
  const { pid } = await startEmbeddedPostgres({ dataDir: program.dataDir })
  second.child.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  expect((await fetch(`${await untilReady(program.start())}/health/ready`)).status).toBe(200)
}, 60_000)

test('a PostgreSQL that dies under the program is started again in its place', async () => {
  const address = await untilReady(program.start())
  const { pid, connectionString } = await startEmbeddedPostgres({ dataDir: program.dataDir })
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => findRunningDatabase(program.dataDir), { timeout: 20_000 }).toBe(connectionString)
  await expect.poll(async () => (await fetch(`${address}/health/ready`)).status, { timeout: 10_000 }).toBe(200)
  const client = new pg.Client({ connectionString })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
}, 60_000)

test('a worker joins the embedded database, comes through a crash of it, and ends without taking it away', async () => {
  const address = await untilReady(program.start({ ROLE: 'web' }))
  const worker = program.start({ ROLE: 'worker' })
  expect(await untilReady(worker)).toBe(address)
  const workersAlive = async () => {
    const text = await (await fetch(`${address}/metrics`)).text()
    return Number(/^tabiji_workers_alive (\d+)$/m.exec(text)?.[1])
  }
  await expect.poll(workersAlive, { timeout: 10_000 }).toBe(1)
  const { pid } = await startEmbeddedPostgres({ dataDir: program.dataDir })
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => findRunningDatabase(program.dataDir), { timeout: 20_000 }).toBeDefined()
  const client = new pg.Client({ connectionString: (await findRunningDatabase(program.dataDir))! })
  await client.connect()
  await client.query('delete from workers')
  await expect.poll(workersAlive, { timeout: 20_000 }).toBe(1)
  worker.child.kill('SIGTERM')
  expect(await worker.ended).toBe(0)
  expect((await client.query('select id from workers')).rows).toEqual([])
  await client.end()
  expect((await fetch(`${address}/health/ready`)).status).toBe(200)
}, 90_000)
