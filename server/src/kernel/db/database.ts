import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** Connections that accept several statements at once, and the names of their prepared statements. */
export type PipelinedPool = { pool: pg.Pool; statementNames: Map<string, string> }

export type OpenDatabase = {
  db: Database
  /** Only for COPY, which needs the raw client. Everything else uses `db`. */
  pool: pg.Pool
  /** Only for the engine, through `pipelinedTransaction`. Connects on first use. */
  pipelinedPool: PipelinedPool
  connectionString: string
  close(): Promise<void>
}

// pg returns count(*) and bigint as text by default. Values here stay far below 2^53.
const int8 = 20

/** Whoever gets no connection for so long is told that the database is not available. */
const connectionTimeoutMs = 15_000

export function openDatabase(connectionString: string, options: { maxConnections?: number } = {}): OpenDatabase {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  } as pg.CustomTypesConfig
  const pool = new pg.Pool({
    connectionString,
    max: options.maxConnections ?? 20,
    types,
    connectionTimeoutMillis: connectionTimeoutMs,
  })
  const pipelined = new pg.Pool({ connectionString, max: 8, types, pipeline: true })
  // Without a listener, an idle connection that breaks would end the process. The next query reports the fault.
  pool.on('error', () => {})
  pipelined.on('error', () => {})
  // The pool listens to its clients only while they are idle. Between two statements of a transaction no listener would
  // be set, and a lost PostgreSQL would end the process.
  for (const each of [pool, pipelined]) each.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    pipelinedPool: { pool: pipelined, statementNames: new Map() },
    connectionString,
    async close() {
      await pipelined.end()
      await db.destroy()
      // kysely ends the pool only if it was used through kysely.
      if (!pool.ended) await pool.end()
    },
  }
}
