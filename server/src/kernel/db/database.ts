import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

export type OpenDatabase = {
  db: Database
  /** For COPY alone, which needs the raw client; everything else goes through `db`. */
  pool: pg.Pool
  /** For the engine alone, through `pipelinedTransaction`. Connects when it is first used. */
  pipelinedPool: pg.Pool
  connectionString: string
  close(): Promise<void>
}

// PostgreSQL's count(*) and bigint come as text by default; ours stay far below 2^53.
const int8 = 20

export function openDatabase(connectionString: string, options: { maxConnections?: number } = {}): OpenDatabase {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  } as pg.CustomTypesConfig
  const pool = new pg.Pool({ connectionString, max: options.maxConnections ?? 20, types })
  const pipelinedPool = new pg.Pool({ connectionString, max: 8, types, pipeline: true })
  // Without a listener an idle connection that breaks would end the process; the next query reports the fault.
  pool.on('error', () => {})
  pipelinedPool.on('error', () => {})
  // The pool listens to its clients while they are idle only. Between two statements of a transaction nobody would, and a
  // PostgreSQL that goes away just then would take the process with it.
  for (const each of [pool, pipelinedPool]) each.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    pipelinedPool,
    connectionString,
    async close() {
      await pipelinedPool.end()
      await db.destroy()
      // kysely ends the pool only if it was used through kysely.
      if (!pool.ended) await pool.end()
    },
  }
}
