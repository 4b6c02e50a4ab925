import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import { setupCode } from '../accounts/users/setup-code.ts'
import { openDatabase } from '../kernel/db/database.ts'
import { buildDeps, closeDeps } from './build-deps.ts'
import { type Env, readEnv, withPort } from '../kernel/env.ts'
import { ensurePartitions } from '../operations/retention/ensure-partitions.ts'
import { checkSecretKey } from '../accounts/settings/check-secret-key.ts'
import { upgradeSealedValues } from '../operations/key-rotation/upgrade-sealed-values.ts'
import { waitForDatabase } from './embedded-postgres/wait-for-database.ts'
import { ownEmbeddedDatabase } from './embedded-postgres/own-embedded-database.ts'
import { joinEmbeddedDatabase } from './embedded-postgres/join-database.ts'
import { listen } from './start/listen.ts'
import { runUntilStopped, type Running, type StartEvents } from './start/run-until-stopped.ts'

/** How long running requests and jobs may take to finish when the process is stopped. */
const drainMs = 10_000

/**
 * Starts env -> database -> deps -> HTTP and worker, depending on ROLE. Everything started is undone in reverse order,
 * also when a later step of the start fails. `webIsBuilt` is awaited before the first page is served.
 */
export async function startServer(
  settings: Env,
  options: StartEvents & { webIsBuilt?: Promise<void> },
): Promise<Running> {
  const { progress, onLost, signal, webIsBuilt } = options
  await using begun = new AsyncDisposableStack()

  const embedded = { dataDir: settings.dataDir, progress, onLost, signal }
  const isEmbedded = settings.databaseUrl === undefined
  const owning = isEmbedded && settings.role !== 'worker' ? ownEmbeddedDatabase(embedded) : undefined
  // Registered before the program is loaded, so that it is undone also when loading fails. If acquiring the database
  // failed, there is nothing to release.
  begun.defer(async () => (await owning?.catch(() => undefined))?.release())
  // Loading the program blocks this thread for about as long as PostgreSQL takes to start, so PostgreSQL starts first.
  await Promise.race([owning, sleep(50)])
  const [{ createApp }, { createWorker }] = await Promise.all([import('./app.ts'), import('./worker.ts')])
  const owned = await owning
  const joined = isEmbedded && settings.role === 'worker' ? await joinEmbeddedDatabase(embedded) : undefined
  if (joined) begun.defer(() => joined.release())
  const connectionString = (owned ?? joined)?.connectionString ?? (settings.databaseUrl as string)
  if (!isEmbedded) await waitForDatabase(connectionString, progress, signal)
  signal.throwIfAborted()
  await migrateToLatest(connectionString, { progress })

  const listening = settings.role === 'worker' ? undefined : await listen(settings)
  if (listening) begun.defer(() => drain(listening.server))
  const onPort = withPort(settings, listening?.port ?? settings.port)
  const publicUrl = joined && !settings.publicUrlIsFixed ? joined.address : onPort.publicUrl
  const env = { ...onPort, publicUrl, databaseUrl: connectionString }

  const database = openDatabase(connectionString)
  begun.defer(() => database.close())
  const deps = buildDeps(env, database)
  begun.defer(() => closeDeps(deps))
  await checkSecretKey(deps)
  await upgradeSealedValues(deps)
  // A web process writes attempts of tests, so it cannot wait for a worker to create the partition of this month.
  await ensurePartitions({ ...deps, db: database.db })
  await deps.queue.start()
  begun.defer(() => deps.queue.stop(drainMs))
  if (env.role !== 'web') {
    const worker = createWorker({ ...deps, db: database.db })
    begun.defer(() => worker.stop())
    await worker.start()
  }

  if (listening) {
    await webIsBuilt
    signal.throwIfAborted()
    const handle = getRequestListener(createApp(deps).fetch)
    listening.serve((request, response) => void handle(request, response))
    // Registered last, so that requests drain before the parts that they need are stopped.
    begun.defer(() => drain(listening.server))
  }
  await owned?.announce(env.publicUrl)
  // Loaded early, so that the first sign-in does not wait for it; see `createAuth`.
  if (listening) setImmediate(() => void import('../accounts/sessions/better-auth.ts'))
  const code = listening && (await setupCode(deps))
  if (code) progress(`Setup code for creating the owner: ${code}`)
  const stack = begun.move()
  return { address: env.publicUrl, stop: () => stack.disposeAsync() }
}

async function drain(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = new Promise((resolve) => server.close(resolve))
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(timer)
}

// Starts without building the web app, for process managers. `npm start` uses start/start.ts.
if (import.meta.main) await runUntilStopped((events) => startServer(readEnv(), events))
