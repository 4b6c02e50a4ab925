import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedPostgres, makeDataDir, startEmbeddedPostgres } from './embedded-postgres.ts'
import { isRunning } from '../start/process-state.ts'
import { replaceFile } from './write-file.ts'
import { systemClock } from '../../kernel/clock.ts'

export type OwnedDatabase = {
  connectionString: string
  port: number
  /** Publishes the address of this process for other starts. */
  announce(address: string): Promise<void>
  /** Stops PostgreSQL and so ends the ownership. */
  release(): Promise<void>
}

// One number is enough: an advisory lock belongs to its database, and a data folder has one.
const lockKey = 7_462_319

/**
 * The embedded PostgreSQL of the data folder, owned by this process alone. The ownership is an advisory lock of a
 * session in that PostgreSQL. However the owner ends (kill -9 and zombies included), its sockets close and the lock
 * becomes free. A process that gets the lock has also shown that the database answers.
 */
export async function ownEmbeddedDatabase(options: {
  dataDir: string
  progress: (line: string) => void
  /** Called when the database is gone and did not come back. */
  onLost: (error: Error) => void
  signal: AbortSignal
  /** How long to wait for another owner to finish. */
  patienceMs?: number
}): Promise<OwnedDatabase> {
  const { progress, onLost, signal, patienceMs = 20_000 } = options
  const dataDir = await makeDataDir(options.dataDir)
  let isReleased = false
  let owned = await acquire({ dataDir, progress, patienceMs, signal })
  const { connectionString, port } = owned.postgres
  watch(owned)

  function watch({ session }: Ownership): void {
    session.once('end', () => {
      if (!isReleased) void restart()
    })
  }

  // On the same port, because the sessions of the server reconnect there.
  async function restart(): Promise<void> {
    try {
      progress('The database was lost; starting it again …')
      owned = await acquire({ dataDir, progress, patienceMs, port })
      if (isReleased) await owned.postgres.stop()
      else watch(owned)
    } catch (error) {
      onLost(error as Error)
    }
  }

  return {
    connectionString,
    port,
    announce: (address) => replaceFile(runningFile(dataDir), `${JSON.stringify({ pid: process.pid, address })}\n`),
    async release() {
      isReleased = true
      await rm(runningFile(dataDir), { force: true })
      // The ownership ends with PostgreSQL, not before it: no other process may take over a server that is about to
      // stop.
      await owned.postgres.stop()
      await owned.session.end().catch(() => {})
    },
  }
}

type Ownership = { postgres: EmbeddedPostgres; session: pg.Client }

async function acquire(options: {
  dataDir: string
  progress: (line: string) => void
  patienceMs: number
  port?: number
  signal?: AbortSignal
}): Promise<Ownership> {
  const { dataDir, progress, patienceMs, signal } = options
  const deadline = systemClock.monotonic() + patienceMs
  let isWaiting = false
  for (;;) {
    const postgres = await startEmbeddedPostgres({
      dataDir,
      progress,
      ...(options.port !== undefined && { port: options.port }),
    })
    const session = new pg.Client({
      connectionString: postgres.connectionString,
      application_name: `tabiji ${process.pid}`,
      keepAlive: true,
    })
    session.on('error', () => {})
    let owner: number | undefined
    try {
      await session.connect()
      const { rows } = await session.query<{ owned: boolean }>('select pg_try_advisory_lock($1) as owned', [lockKey])
      if (rows[0]?.owned) return { postgres, session }
      owner = await findOwner(session)
    } catch (error) {
      // The owner is stopping PostgreSQL at this moment.
      if (systemClock.monotonic() > deadline) throw error
    }
    await session.end().catch(() => {})
    if (owner !== undefined) {
      const address = await addressOf(dataDir, owner)
      if (systemClock.monotonic() > deadline) throw new Error(refusal(dataDir, owner, address))
      if (!isWaiting)
        progress(
          `Another Tabiji (process ${owner}) uses this data folder; waiting up to ${patienceMs / 1000} s for it to finish …`,
        )
      isWaiting = true
    }
    // Another process owns PostgreSQL, so it is not stopped here.
    signal?.throwIfAborted()
    await sleep(200)
  }
}

async function findOwner(session: pg.Client): Promise<number | undefined> {
  const { rows } = await session.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and objid = $1 and classid = 0 and pg_locks.database = (select oid from pg_database where datname = current_database())`,
    [lockKey],
  )
  const pid = Number(rows[0]?.name.split(' ')[1])
  // The process is gone and its sockets are closing, but PostgreSQL has not noticed yet.
  return pid > 0 && isRunning(pid) ? pid : undefined
}

async function addressOf(dataDir: string, owner: number): Promise<string | undefined> {
  try {
    const { pid, address } = parseExactJson(await readFile(runningFile(dataDir), 'utf8')) as {
      pid: number
      address: string
    }
    return pid === owner ? address : undefined
  } catch {
    return undefined
  }
}

/** The address of the program that owns a data folder; undefined when there is none. */
export async function findOwnerAddress(dataDir: string): Promise<string | undefined> {
  try {
    const { pid, address } = parseExactJson(await readFile(runningFile(dataDir), 'utf8')) as {
      pid: number
      address: string
    }
    return isRunning(pid) ? address : undefined
  } catch {
    return undefined
  }
}

function refusal(dataDir: string, pid: number, address: string | undefined): string {
  return (
    `Tabiji is already running with the data folder ${dataDir}: process ${pid}${address ? `, ${address}` : ''}.\n` +
    `${address ? 'Open that address, or stop' : 'Stop'} it with: kill ${pid}\n` +
    'For a second one beside it, set TABIJI_DATA_DIR to another folder.'
  )
}

function runningFile(dataDir: string): string {
  return path.join(dataDir, 'running.json')
}
