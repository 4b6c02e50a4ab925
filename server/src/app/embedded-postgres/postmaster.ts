import { spawn } from 'node:child_process'
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterUser } from './ensure-cluster.ts'
import { commandLineOf, isRunning } from '../start/process-state.ts'
import type { SystemUser } from './system-user.ts'
import { systemClock } from '../../kernel/clock.ts'

export const databaseName = 'tabiji'

/** A PostgreSQL that has answered a query. */
export type Postmaster = { pid: number; port: number }

export function connectionString(port: number, password: string, database = databaseName): string {
  return `postgres://${clusterUser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/**
 * - `answers`: the PostgreSQL of this folder answered a query;
 * - `busy`: its process runs but does not answer (starting, stopping, recovering): try again;
 * - `gone`: there is none, whatever postmaster.pid says.
 */
export async function findPostmaster(
  clusterDir: string,
  password: string,
): Promise<{ state: 'answers'; postmaster: Postmaster } | { state: 'busy'; pid: number } | { state: 'gone' }> {
  const noted = await readPostmasterPid(clusterDir)
  if (!noted) return { state: 'gone' }
  const { pid, port } = noted
  // After a crash or a reboot the pid may belong to any other program.
  if (!isRunning(pid) || !commandLineOf(pid).includes(clusterDir)) return { state: 'gone' }
  if (port && (await answersFrom(clusterDir, connectionString(port, password, 'postgres'))))
    return { state: 'answers', postmaster: { pid, port } }
  return { state: 'busy', pid }
}

export async function startPostmaster(options: {
  clusterDir: string
  binaries: string
  user: SystemUser
  password: string
  logFile: string
  settings: Record<string, string>
  port?: number | undefined
}): Promise<Postmaster | undefined> {
  const { clusterDir, binaries, user, password, logFile } = options
  await passOverStalePid(clusterDir)
  const port = options.port ?? (await freePort())
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    // Sockets would need a folder that both users may enter, and a path below 107 bytes.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: `${Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 20 / 8)))}MB`,
    max_wal_size: '2GB',
    // The statements are short and prepared. JIT compilation costs more than it saves.
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements of a killed Tabiji process keep running. With this setting they end within a second and release their
    // locks.
    client_connection_check_interval: '1s',
    ...options.settings,
  }
  const log = await openLog(logFile)
  const child = spawn(
    path.join(binaries, 'bin', 'postgres'),
    [
      '-D',
      clusterDir,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...user,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', log.fd, log.fd],
      // A separate process group: Ctrl-C in the terminal must not stop the database while the server drains.
      detached: true,
    },
  )
  child.unref()
  await log.close()
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  for (;;) {
    const reason = await Promise.race([ended, sleep(25)])
    if (reason !== undefined) {
      const tail = await tailOf(logFile)
      // Another start was first, or the old shared memory is not released yet: the caller tries again.
      if (
        /lock file "postmaster.pid" already exists|pre-existing shared memory block|Address already in use/.test(tail)
      )
        return undefined
      throw new Error(`PostgreSQL did not start (${reason}). Its log, ${logFile}, ends with:\n${tail}`)
    }
    if (child.pid !== undefined && (await answersFrom(clusterDir, connectionString(port, password, 'postgres'))))
      return { pid: child.pid, port }
  }
}

/** Refuses new connections, ends the sessions and writes a checkpoint. Resolves when the process is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 5],
  ] as const) {
    if (!isRunning(pid)) return
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const until = systemClock.monotonic() + seconds * 1000
    while (isRunning(pid) && systemClock.monotonic() < until) await sleep(20)
  }
}

export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database "${name}"`)
  } catch (error) {
    // Another start created it in between: duplicate_database, or the unique index of pg_database.
    if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error
  } finally {
    await client.end()
  }
}

async function answersFrom(clusterDir: string, url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ dir: string }>(`select current_setting('data_directory') as dir`)
    // Another PostgreSQL may use the port by now.
    return rows[0]?.dir === clusterDir
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function readPostmasterPid(clusterDir: string): Promise<{ pid: number; port: number | undefined } | undefined> {
  const text = await readFile(path.join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  return pid > 0 ? { pid, port: Number(lines[3]) || undefined } : undefined
}

/**
 * PostgreSQL refuses to start when a process of its user has the pid of its last run (likely after a reboot of a
 * container), or when that pid is an unreaped zombie. This writes our own pid instead: the pid of a parent counts as
 * stale. The check of the shared memory, which finds sessions that outlived their postmaster, stays active.
 */
async function passOverStalePid(clusterDir: string): Promise<void> {
  const noted = await readPostmasterPid(clusterDir)
  if (!noted) return
  if (isRunning(noted.pid) && commandLineOf(noted.pid).includes(clusterDir)) return
  const file = path.join(clusterDir, 'postmaster.pid')
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, [process.pid, ...rest].join('\n'))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const maxLogBytes = 10 * 2 ** 20

async function openLog(file: string) {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > maxLogBytes) await rm(file)
  return open(file, 'a', 0o600)
}

async function tailOf(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-15).join('\n')
}
