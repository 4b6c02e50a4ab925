import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import { systemCtx, type Ctx } from '../src/context.ts'
import { openDatabase, type OpenDatabase } from '../src/db/database.ts'
import { buildDeps, closeDeps } from '../src/deps.ts'
import { readEnv } from '../src/env.ts'
import { holdEmbeddedDatabase } from '../src/start/hold-database.ts'
import { buildWorkspace } from '../test/factories.ts'

export type Bench = AsyncDisposable & {
  database: OpenDatabase
  /** A verb's context in the one workspace. */
  ctx: Ctx
  targetUrl: string
  /** A worker in a process of its own; resolves when it works. */
  startWorker(): Promise<ChildProcess>
  /** The whole server, or only its web part, in a process of its own; its address. */
  startServer(role?: 'all' | 'web'): Promise<{ child: ChildProcess; address: string }>
}

/** A database of its own with the product's settings, fully durable, and a target that answers every call after 5 ms. */
export async function openBench(say: (line: string) => void): Promise<Bench> {
  await using begun = new AsyncDisposableStack()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tabiji-bench-'))
  begun.defer(() => rm(dataDir, { recursive: true, force: true }))
  const held = await holdEmbeddedDatabase({
    dataDir,
    report: () => {},
    onLost: (error) => {
      throw error
    },
    signal: new AbortController().signal,
  })
  begun.defer(() => held.release())
  say('Migrating …')
  await migrateToLatest(held.connectionString)

  const target = await startChild('target-process.ts', {})
  begun.defer(() => stopChild(target.child))
  const environment = {
    DATABASE_URL: held.connectionString,
    TABIJI_DATA_DIR: dataDir,
    TABIJI_CALLOUT_ALLOW: '127.0.0.1',
    LOG_LEVEL: 'error',
  }
  const env = readEnv(environment)
  const database = openDatabase(held.connectionString)
  begun.defer(() => database.close())
  const deps = buildDeps({ ...env, role: 'web' }, database)
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
    async startWorker() {
      const { child } = await startChild('worker-process.ts', environment)
      children.push(child)
      return child
    },
    async startServer(role = 'all') {
      const { child, said } = await startChild('server-process.ts', { ...environment, ROLE: role })
      children.push(child)
      return { child, address: said }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function startChild(file: string, env: Record<string, string>): Promise<{ child: ChildProcess; said: string }> {
  const child = fork(path.join(import.meta.dirname, file), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const said = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code} before it was ready`))),
  ])
  return { child, said }
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
