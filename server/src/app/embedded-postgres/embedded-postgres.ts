import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterDirOf, ensureCluster, passwordOf } from './ensure-cluster.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import {
  connectionString,
  databaseName,
  ensureDatabase,
  findPostmaster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts'
import { findSystemUser } from './system-user.ts'
import { systemClock } from '../../kernel/clock.ts'

export type EmbeddedPostgres = {
  connectionString: string
  port: number
  pid: number
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  dataDir: string
  progress?: (line: string) => void
  /** Server settings added to the defaults. */
  settings?: Record<string, string>
  initdbFlags?: string[]
  /** Restarts on the port where the sessions of a PostgreSQL that died will reconnect. */
  port?: number
  /** How long to wait for a server that is starting or stopping. */
  patienceMs?: number
}

/** Finds the running PostgreSQL of the data folder, or starts it. Creates the cluster the first time. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { progress = () => {}, settings = {}, initdbFlags = [], port, patienceMs = 20_000 } = options
  const dataDir = await makeDataDir(options.dataDir)
  const user = await findSystemUser([await clusterDirOf(dataDir)])
  const binaries = await findPostgresBinaries(user)
  const clusterDir = await ensureCluster({ dataDir, binaries, user, initdbFlags, progress })
  const password = await requirePassword(dataDir)

  const found = async (postmaster: Postmaster): Promise<EmbeddedPostgres> => {
    await ensureDatabase(connectionString(postmaster.port, password, 'postgres'), databaseName)
    return {
      ...postmaster,
      connectionString: connectionString(postmaster.port, password),
      stop: () => stopPostmaster(postmaster.pid),
    }
  }

  const deadline = systemClock.monotonic() + patienceMs
  for (;;) {
    const now = await findPostmaster(clusterDir, password)
    try {
      if (now.state === 'answers') return await found(now.postmaster)
      if (now.state === 'gone') {
        const logFile = path.join(dataDir, 'postgres.log')
        const started = await startPostmaster({ clusterDir, binaries, user, password, logFile, settings, port })
        if (started) return await found(started)
      }
    } catch (error) {
      // It answered a moment ago, so its owner is stopping it.
      if (!isBeingStopped(error) || systemClock.monotonic() > deadline) throw error
    }
    if (systemClock.monotonic() > deadline)
      throw new Error(neverAnswered(clusterDir, now.state === 'busy' ? now.pid : undefined, dataDir))
    await sleep(100)
  }
}

/** The database of a data folder whose server is running now. Starts nothing and does not wait. */
export async function findRunningDatabase(dataDir: string): Promise<string | undefined> {
  const folder = await realpath(dataDir).catch(() => undefined)
  if (!folder) return undefined
  const password = await passwordOf(folder)
  if (password === undefined) return undefined
  const now = await findPostmaster(await clusterDirOf(folder), password)
  return now.state === 'answers' ? connectionString(now.postmaster.port, password) : undefined
}

/** Creates the data folder if needed and returns its canonical path, which PostgreSQL uses as its name. */
export async function makeDataDir(dataDir: string): Promise<string> {
  // When started as root, PostgreSQL's own user must be able to enter the folder. Each file in it is protected by its
  // own mode.
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  return realpath(dataDir)
}

// admin_shutdown, cannot_connect_now, and the errors of a socket that is closed during the connect.
function isBeingStopped(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(code ?? '') || /Connection terminated/.test(message ?? '')
  )
}

async function requirePassword(dataDir: string): Promise<string> {
  const password = await passwordOf(dataDir)
  if (password) return password
  throw new Error(
    `The database in ${dataDir} is there, but its password file ${path.join(dataDir, 'pg-password')} is not. ` +
      `Put it back from a backup of the data folder, or move the folder away to begin with an empty one.`,
  )
}

function neverAnswered(clusterDir: string, pid: number | undefined, dataDir: string): string {
  return (
    `PostgreSQL in ${clusterDir} does not answer${pid ? ` (process ${pid})` : ''}. ` +
    `See ${path.join(dataDir, 'postgres.log')}${pid ? `, or end that process with: kill -INT ${pid}` : ''}`
  )
}
