import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from './database.ts'
import type { Transaction } from './transaction.ts'

/** The queue is in the same PostgreSQL. It counts as reachable once its tables exist. */
export async function isDatabaseReachable(
  db: Database | Transaction,
  log: Logger,
): Promise<{ database: boolean; queue: boolean }> {
  try {
    const { rows } = await sql<{ queue: boolean }>`select to_regclass('pgboss.job') is not null as queue`.execute(db)
    return { database: true, queue: rows[0]?.queue ?? false }
  } catch (error) {
    log.warn({ err: error }, 'the database does not answer')
    return { database: false, queue: false }
  }
}
