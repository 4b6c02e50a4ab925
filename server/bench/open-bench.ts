import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import { systemCtx, type Ctx } from '../src/kernel/context.ts'
import { openDatabase, type OpenDatabase } from '../src/kernel/db/database.ts'
import { buildDeps, closeDeps } from '../src/app/build-deps.ts'
import { readEnv } from '../src/kernel/env.ts'
import { ownEmbeddedDatabase } from '../src/app/embedded-postgres/own-embedded-database.ts'
import { buildWorkspace } from '../test/factories.ts'
import { makeDataFolder } from './data-folder.ts'
import type { TargetCounts } from './target-process.ts'

export type Bench = AsyncDisposable & {
  database: OpenDatabase
  /** The context for verbs, in the only workspace. */
  ctx: Ctx
  targetUrl: string
  /** What the target counted since the last request. */
  askTarget(): Promise<TargetCounts>
  /** Starts a worker process; resolves when it runs. */
  startWorker(): Promise<{ child: ChildProcess; peakMemory(): Promise<number> }>
  /** Starts the whole server, or only its web part, as a process; returns its address. */
  startServer(role?: 'all' | 'web'): Promise<{ child: ChildProcess; address: string }>
  /**
   * Empties the tables that grow with participants, so that no measurement pays for the one before. No worker may run.
   */
  reset(): Promise<void>
}

/** A new database with the product's settings, fully durable, and a target that answers every call after 5 ms. */
export async function openBench(): Promise<Bench> {
  await using begun = new AsyncDisposableStack()
  const { dir } = begun.use(await makeDataFolder())
  const owned = await ownEmbeddedDatabase({
    dataDir: dir,
    progress: () => {},
    onLost: (error) => {
      throw error
    },
    signal: new AbortController().signal,
  })
  begun.defer(() => owned.release())
  await migrateToLatest(owned.connectionString)

  const target = await startChild('target-process.ts', {})
  begun.defer(() => stopChild(target.child))
  const environment = {
    DATABASE_URL: owned.connectionString,
    TABIJI_DATA_DIR: dir,
    TABIJI_CALLOUT_ALLOW: '127.0.0.1',
    LOG_LEVEL: 'error',
  }
  const database = openDatabase(owned.connectionString)
  begun.defer(() => database.close())
  const deps = buildDeps({ ...readEnv(environment), role: 'web' }, database)
  begun.defer(() => closeDeps(deps))
  await deps.queue.start()
  begun.defer(() => deps.queue.stop(1000))
  const workspace = await buildWorkspace(deps)

  const children: ChildProcess[] = []
  begun.defer(async () => void (await Promise.all(children.map(stopChild))))
  const stack = begun.move()
  return {
    database,
    ctx: systemCtx(deps, workspace.id),
    targetUrl: target.said,
    askTarget: () => ask<TargetCounts>(target.child),
    async startWorker() {
      const { child } = await startChild('worker-process.ts', environment)
      children.push(child)
      return { child, peakMemory: () => ask<number>(child) }
    },
    async startServer(role = 'all') {
      const { child, said } = await startChild('server-process.ts', { ...environment, ROLE: role })
      children.push(child)
      return { child, address: said }
    },
    async reset() {
      await database.pool.query(`truncate participants, enrollments, step_executions, effect_inputs, signals,
        callout_attempts, node_counters, activity_counters, callout_counters, imports, import_rows, exclusions, inbound_events cascade`)
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function startChild(file: string, env: Record<string, string>): Promise<{ child: ChildProcess; said: string }> {
  const child = fork(path.join(import.meta.dirname, file), {
    // The same flag as in `npm start`.
    execArgv: ['--max-semi-space-size=32'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const said = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code} before it was ready`))),
  ])
  return { child, said }
}

async function ask<T>(child: ChildProcess): Promise<T> {
  const answer = once(child, 'message')
  child.send('counts')
  return (await answer)[0] as T
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
