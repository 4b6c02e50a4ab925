import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findRunningDatabase, startEmbeddedPostgres } from '../src/app/embedded-postgres/embedded-postgres.ts'
import { joinEmbeddedDatabase } from '../src/app/embedded-postgres/join-database.ts'
import { ownEmbeddedDatabase } from '../src/app/embedded-postgres/own-embedded-database.ts'
import { untilReady, openProgramFolder } from './program-folder.ts'

const program = openProgramFolder()

test('the last line is the address, which answers; SIGTERM ends the program and its database', async () => {
  const started = program.start()
  const address = await untilReady(started)
  expect((await fetch(`${address}/health/ready`)).status).toBe(200)
  expect(started.lines[0]).toBe('Creating the database …')
  expect((await stat(path.join(program.dataDir, 'running.json'))).mode & 0o077).toBe(0)
  started.child.kill('SIGTERM')
  expect(await started.ended).toBe(0)
  expect(await findRunningDatabase(program.dataDir)).toBeUndefined()
}, 60_000)

test('a second program on the same folder is refused, naming process and address; it takes over when the first is gone', async () => {
  const first = program.start()
  const address = await untilReady(first)
  const acquire = (patienceMs: number) =>
    ownEmbeddedDatabase({
      dataDir: program.dataDir,
      progress: () => {},
      onLost: () => {},
      signal: new AbortController().signal,
      patienceMs,
    })
  await expect(acquire(500)).rejects.toThrow(
    `Tabiji is already running with the data folder ${program.dataDir}: process ${first.child.pid}, ${address}.`,
  )
  expect((await fetch(`${address}/health/ready`)).status).toBe(200)
  const waiting = acquire(20_000)
  first.child.kill('SIGTERM')
  await (await waiting).release()
}, 60_000)

test('a worker without a database to work on is refused, and is told what to start', async () => {
  const join = joinEmbeddedDatabase({
    dataDir: program.dataDir,
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
  const started = program.start({ PORT: '99999', ROLE: 'chief' })
  expect(await started.ended).toBe(1)
  expect(started.lines.join('\n')).toMatch(/PORT must be a number.*\n.*ROLE must be all, web or worker/)
  await expect(stat(program.dataDir)).rejects.toThrow('ENOENT')
})

test('a taken PORT ends the start and leaves no database behind', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const started = program.start({ PORT: String(port) })
  expect(await started.ended).toBe(1)
  other.close()
  expect(started.lines.at(-1)).toContain(`Port ${port} on 127.0.0.1 is taken by another program`)
  expect(await findRunningDatabase(program.dataDir)).toBeUndefined()
}, 60_000)

test('a DATABASE_URL that refuses us is explained without its password', async () => {
  const { connectionString, stop } = await startEmbeddedPostgres({ dataDir: program.dataDir })
  const url = new URL(connectionString)
  url.password = 'hunter2'
  const started = program.start({ DATABASE_URL: url.href })
  expect(await started.ended).toBe(1)
  await stop()
  expect(started.lines.join('\n')).toMatch(
    /The database that DATABASE_URL names \(127\.0\.0\.1:\d+\) does not answer: password authentication failed/,
  )
  expect(started.lines.join('\n')).not.toContain('hunter2')
}, 60_000)
