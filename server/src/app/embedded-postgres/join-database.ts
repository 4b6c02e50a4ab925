import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findRunningDatabase } from './embedded-postgres.ts'
import { findOwnerAddress } from './own-embedded-database.ts'
import { systemClock } from '../../kernel/clock.ts'

export type JoinedDatabase = {
  connectionString: string
  /** The address of the process that owns the database. Links and calls to the product itself use it. */
  address: string
  release(): Promise<void>
}

/** How long the owner process may take to restart the database. */
const awayMs = 60_000

/**
 * Connects to the embedded PostgreSQL that another process of the same data folder owns. A worker only uses it and
 * never starts or stops it, so the owner can be restarted without checking for workers.
 */
export async function joinEmbeddedDatabase(options: {
  dataDir: string
  progress: (line: string) => void
  /** Called when the database is gone, or came back at an address that the open connections do not use. */
  onLost: (error: Error) => void
  signal: AbortSignal
  patienceMs?: number
}): Promise<JoinedDatabase> {
  const { dataDir, progress, onLost, signal, patienceMs = 20_000 } = options
  let isReleased = false
  const first = await findWithin(patienceMs, () => {
    signal.throwIfAborted()
    return true
  })
  if (!first) throw new Error(nobodyThere(dataDir))
  let session = first.session
  const { connectionString, address } = first
  watch()

  return {
    connectionString,
    address,
    async release() {
      isReleased = true
      await session.end().catch(() => {})
    },
  }

  function watch(): void {
    session.once('end', () => {
      if (!isReleased) void followUp()
    })
  }

  async function followUp(): Promise<void> {
    const found = await findWithin(awayMs, () => !isReleased)
    if (isReleased) return void found?.session.end().catch(() => {})
    if (!found) return onLost(new Error(`no process with the data folder ${dataDir} brought it back`))
    if (found.connectionString !== connectionString) {
      await found.session.end().catch(() => {})
      return onLost(new Error('it was started anew at another port. Start this worker again'))
    }
    session = found.session
    watch()
  }

  async function findWithin(
    ms: number,
    shouldContinue: () => boolean,
  ): Promise<{ connectionString: string; address: string; session: pg.Client } | undefined> {
    const deadline = systemClock.monotonic() + ms
    for (let isFirst = true; shouldContinue(); isFirst = false) {
      // A PostgreSQL left behind by a kill -9 answers too, but no process would restart it.
      const address = await findOwnerAddress(dataDir)
      const url = address && (await findRunningDatabase(dataDir))
      const joined = url && (await connect(url))
      if (address && joined) return { connectionString: url, address, session: joined }
      if (systemClock.monotonic() > deadline) return undefined
      if (isFirst) progress(`Waiting for the database of the data folder ${dataDir} …`)
      await sleep(250)
    }
    return undefined
  }
}

/** Undefined while the server is being set up: on the first start our database is created after the server answers. */
async function connect(connectionString: string): Promise<pg.Client | undefined> {
  const session = new pg.Client({
    connectionString,
    application_name: `tabiji worker ${process.pid}`,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  })
  session.on('error', () => {})
  try {
    await session.connect()
    return session
  } catch {
    await session.end().catch(() => {})
    return undefined
  }
}

function nobodyThere(dataDir: string): string {
  return (
    `A worker works on the database of another process, and none runs with the data folder ${dataDir}.\n` +
    'Start one first with "npm start" or "ROLE=web npm start", or set DATABASE_URL to the PostgreSQL that they all use.'
  )
}
