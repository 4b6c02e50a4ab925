import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Database } from './db/database.ts'
import type { Transaction } from './db/transaction.ts'
import type { Env } from './env.ts'
import type { Mailer } from './mails/mailer.ts'
import type { FetchExternal } from './outbound/fetch-external.ts'
import type { Queue } from './queue/queue.ts'
import type { Secrets } from './secrets/secrets.ts'

export type Clock = { now(): Date }
export type Ids = { uuid(): string }

export type Deps = {
  /** A database or the transaction that the caller has open; see `inTransaction`. */
  db: Database | Transaction
  /** For COPY alone. */
  pool: Pool
  queue: Queue
  clock: Clock
  ids: Ids
  secrets: Secrets
  mailer: Mailer
  fetchExternal: FetchExternal
  log: Logger
  config: Env
}
