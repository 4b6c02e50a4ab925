import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import { createApiKey } from '../../../accounts/api-keys/create-api-key.ts'
import { systemCtx } from '../../../kernel/context.ts'
import { openDatabase } from '../../../kernel/db/database.ts'
import { isDatabaseUnavailable } from '../../../kernel/db/is-database-unavailable.ts'
import { buildDeps, closeDeps } from '../../../app/build-deps.ts'
import { clusterDirOf } from '../../../app/embedded-postgres/ensure-cluster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../app/embedded-postgres/embedded-postgres.ts'
import { type CalloutServer, startCalloutServer } from '../../../../test/callout-server.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { type MailServer, startMailServer } from '../../../../test/mail-server.ts'
import { testEnv } from '../../../../test/test-env.ts'

// The product as an operator runs it: PostgreSQL, a web process and workers. Each is a process that the test can kill.

const main = path.resolve(import.meta.dirname, '../../../app/main.ts')

export type Victim = 'worker' | 'web' | 'postgres'
export type Kill = { victim: Victim; at: number }

export type CrashRig = AsyncDisposable & {
  target: CalloutServer
  mails: MailServer
  kills: readonly Kill[]
  /** Processes that ended without being killed by the test; there must be none. */
  unexpected: readonly string[]
  /** Calls the public API. Repeats the request while the process or its database is down. */
  call(method: string, path: string, json?: unknown): Promise<any>
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  /** Sends `kill -9` and starts the process again after `downMs`. Resolves when it works again. */
  kill(victim: Victim, which: number, downMs: number): Promise<void>
  /** SIGTERM; resolves with the exit code once the worker has ended. */
  stopWorker(which: number): Promise<number | null>
  startWorker(which: number): Promise<void>
}

type ServerOptions = Parameters<typeof startCalloutServer>[0]

export async function startCrashRig(options: { workers: number; answer?: NonNullable<ServerOptions>['answer'] }) {
  await using begun = new AsyncDisposableStack()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tabiji-crash-'))
  begun.defer(async () => {
    const clusterDir = await clusterDirOf(dataDir)
    if (!clusterDir.startsWith(dataDir)) await rm(path.dirname(clusterDir), { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  })
  // These settings lose no data when PostgreSQL's processes are killed, which this test does. They could lose data at a power
  // failure, which this test does not simulate.
  const settings = { fsync: 'off', shared_buffers: '128MB' }
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, settings, initdbFlags: ['--no-sync'] })
  begun.defer(() => postgres.stop())
  const { connectionString, port } = postgres
  await migrateToLatest(connectionString)

  const target = begun.use(await startCalloutServer(options.answer ? { answer: options.answer } : {}))
  const mails = begun.use(await startMailServer())
  const secretKey = randomBytes(32).toString('base64')

  const database = openDatabase(connectionString, { maxConnections: 8 })
  begun.defer(() => database.close())
  const deps = buildDeps(testEnv({ databaseUrl: connectionString, secretKey, role: 'web' }), database)
  begun.defer(() => closeDeps(deps))
  const workspace = await buildWorkspace(deps)
  const { key } = await createApiKey(systemCtx(deps, workspace.id), { name: 'crash', role: 'admin' })

  const environment = {
    PATH: process.env['PATH'],
    // The processes start many times; the cache saves two fifths of each start.
    NODE_COMPILE_CACHE: path.join(dataDir, 'compile-cache'),
    DATABASE_URL: connectionString,
    TABIJI_DATA_DIR: dataDir,
    TABIJI_SECRET_KEY: secretKey,
    TABIJI_CALLOUT_ALLOW: target.allow,
    SMTP_URL: mails.url,
    LOG_LEVEL: process.env['CRASH_LOG'] ?? 'fatal',
  }
  const unexpected: string[] = []
  const kills: Kill[] = []
  const webPort = await freePort()
  const workers = Array.from({ length: options.workers }, (_, index) =>
    supervise(`worker ${index}`, { ...environment, ROLE: 'worker' }),
  )
  const web = supervise('web', { ...environment, ROLE: 'web', PORT: String(webPort) })
  begun.defer(async () => void (await Promise.all([web, ...workers].map((process) => process.kill()))))
  await Promise.all([web, ...workers].map((process) => process.start()))

  const postmaster = {
    async kill() {
      process.kill(postgres.pid, 'SIGKILL')
    },
    async start() {
      postgres = await startEmbeddedPostgres({ dataDir, settings, port })
    },
  }

  function supervise(name: string, env: NodeJS.ProcessEnv) {
    let child: ChildProcess | undefined
    let isWanted = false
    const start = async (): Promise<void> => {
      isWanted = true
      for (;;) {
        const started = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'pipe'], env })
        child = started
        const lines: string[] = []
        let isReady = false
        const ready = Promise.withResolvers<boolean>()
        for (const stream of [started.stdout, started.stderr])
          stream.setEncoding('utf8').on('data', (text: string) => {
            lines.push(text)
            if (process.env['CRASH_LOG']) console.log(`${name}: ${text}`)
            if (!isReady && lines.join('').includes('Tabiji is ready')) {
              isReady = true
              ready.resolve(true)
            }
          })
        started.on('exit', (code, signal) => {
          ready.resolve(false)
          // The database may be killed while this process starts. The process then ends, and a process manager starts it again.
          if (isReady && isWanted && child === started)
            unexpected.push(`${name} ended with ${signal ?? code}: ${lines.join('').slice(-2000)}`)
        })
        if (await ready.promise) return
        if (!isWanted) return
        await pause(100)
      }
    }
    const end = async (signal: NodeJS.Signals): Promise<number | null> => {
      isWanted = false
      const ending = child
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return null
      const exited = once(ending, 'exit')
      ending.kill(signal)
      const [code] = (await exited) as [number | null]
      return code
    }
    return { start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
  }

  // A process is not killed again before it runs. Other processes may be killed meanwhile, also while it starts.
  const lastKills = new Map<unknown, Promise<unknown>>()
  const oneAfterAnother = (victim: unknown, run: () => Promise<void>): Promise<void> => {
    const kill = (lastKills.get(victim) ?? Promise.resolve()).then(run)
    lastKills.set(
      victim,
      kill.catch(() => {}),
    )
    return kill
  }

  const stack = begun.move()
  const rig: CrashRig = {
    target,
    mails,
    kills,
    unexpected,
    async call(method, requestPath, json) {
      for (const deadline = performance.now() + 120_000; ; await pause(50)) {
        let response: Response
        try {
          response = await fetch(`http://127.0.0.1:${webPort}/api/v1${requestPath}`, {
            method,
            headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
            signal: AbortSignal.timeout(10_000),
            ...(json === undefined ? {} : { body: JSON.stringify(json) }),
          })
          if (response.ok) return response.status === 204 ? {} : await response.json()
        } catch (error) {
          if (performance.now() > deadline) throw error
          continue
        }
        const text = await response.text()
        if (response.status < 500 || performance.now() > deadline)
          throw new Error(`${method} ${requestPath}: ${response.status} ${text}`)
      }
    },
    async query(text, values) {
      for (const deadline = performance.now() + 120_000; ; await pause(50)) {
        try {
          // oxlint-disable-next-line typescript/no-explicit-any -- rows are described where they are asked for
          return (await database.pool.query<any>(text, values)).rows
        } catch (error) {
          if (!isDatabaseUnavailable(error) || performance.now() > deadline) throw error
        }
      }
    },
    kill(victim, which, downMs) {
      const victimProcess =
        victim === 'postgres' ? postmaster : victim === 'web' ? web : workers[which % workers.length]!
      return oneAfterAnother(victimProcess, async () => {
        kills.push({ victim, at: Date.now() })
        await victimProcess.kill()
        await pause(downMs)
        await victimProcess.start()
      })
    },
    stopWorker: (which) => workers[which]!.stop(),
    startWorker: (which) => workers[which]!.start(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
  return rig
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
