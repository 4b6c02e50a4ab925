import type { Pool } from 'pg'
import { type Logger, pino, stdSerializers } from 'pino'
import { systemClock } from './clock.ts'
import { createCodeRunner, type CodeRunner } from '../engagement/code/code-runner.ts'
import { demoEchoUrl } from '../integrations/connections/base-url-of.ts'
import type { Database, OpenDatabase } from './db/database.ts'
import type { Transaction } from './db/transaction.ts'
import type { Env } from './env.ts'
import { createIds } from './ids.ts'
import { createMailer, type Mailer } from '../engagement/mails/mailer.ts'
import { createFetchExternal, type FetchExternal } from './outbound/fetch-external.ts'
import { createPgBossQueue } from './jobs/pg-boss-queue.ts'
import type { Queue } from './jobs/queue.ts'
import { loadSecretKey } from './secrets/secret-key.ts'
import { createSecrets, type Secrets } from './secrets/secrets.ts'
import { createWakeups, type Wakeups } from './jobs/wakeups.ts'

export type Clock = { now(): Date }
export type Ids = { uuid(): string }

export type Deps = {
  /** A database or the transaction that the caller has open; see `inTransaction`. */
  db: Database | Transaction
  /** Set while a transaction of ours is open; see `afterCommit`. */
  afterCommit?: (() => void)[]
  /** For COPY alone. */
  pool: Pool
  /** For the engine's transactions; see `pipelinedTransaction`. */
  pipelinedPool: Pool
  queue: Queue
  wakeups: Wakeups
  clock: Clock
  ids: Ids
  secrets: Secrets
  mailer: Mailer
  fetchExternal: FetchExternal
  code: CodeRunner
  log: Logger
  config: Env
}

/**
 * Puts the parts together. Nothing is started here: who runs a server or a worker starts the queue, and whoever built
 * the deps closes them with `closeDeps`. `replaced` is for tests: a clock that can be moved, a log that is silent.
 */
export function buildDeps(env: Env, database: OpenDatabase, replaced: Partial<Deps> = {}): Deps {
  const log = replaced.log ?? createLog(env)
  const clock = replaced.clock ?? systemClock
  const queue =
    replaced.queue ?? createPgBossQueue({ connectionString: database.connectionString, log, works: env.role !== 'web' })
  return {
    db: database.db,
    pool: database.pool,
    pipelinedPool: database.pipelinedPool,
    queue,
    wakeups: createWakeups(queue, log),
    clock,
    ids: createIds(clock),
    secrets: createSecrets(loadSecretKey(env)),
    mailer: createMailer(env),
    fetchExternal: createFetchExternal({ allow: env.calloutAllow, demoEchoUrl: demoEchoUrl(env) }),
    code: createCodeRunner(),
    log,
    config: env,
    ...replaced,
  }
}

/** Whatever holds sockets or threads, but for the database and the queue, which have their own order of stopping. */
export async function closeDeps(deps: Deps): Promise<void> {
  deps.mailer.close()
  await Promise.all([deps.fetchExternal.close(), deps.code.close()])
}

function createLog(env: Env): Logger {
  return pino({
    level: env.logLevel,
    serializers: { err: describeError },
    // A caller's headers may be logged with an error; keys and cookies never.
    redact: ['headers.authorization', 'headers.cookie', '*.headers.authorization', '*.headers.cookie'],
  })
}

/** A database error carries its client, and that the password; an outside one may carry a whole request. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { type, message, stack } = stdSerializers.err(error)
  const { code, detail, constraint } = error as { code?: unknown; detail?: unknown; constraint?: unknown }
  return { type, message, stack, code, detail, constraint }
}
