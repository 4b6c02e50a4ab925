import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Clock, Random } from './clock.ts'
import type { Budgets } from './concurrency/budgets.ts'
import type { CodeRunner } from './code-sandbox/code-runner.ts'
import type { Database } from './db/database.ts'
import type { PipelinedPool } from './db/database.ts'
import type { Transaction } from './db/transaction.ts'
import type { DeletionHooks } from './deletion-hooks.ts'
import type { Env } from './env.ts'
import type { Ids } from './ids.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Queue } from './jobs/queue.ts'
import type { StepNotifier } from './jobs/step-notifier.ts'
import type { Mailer } from './mail/mailer.ts'
import type { MissingAudits } from './operations/missing-audit.ts'
import type { AllowLimit } from './outbound/allow-limit.ts'
import type { Resolve } from './outbound/names/name-resolver.ts'
import type { FetchExternal } from './outbound/fetch-external.ts'
import type { SealedColumnRegistry } from './secrets/sealed-columns.ts'
import type { SecurityEvents } from './security-events/security-events.ts'
import type { Secrets } from './secrets/secrets.ts'

/**
 * The dependencies of a process, built by `app/build-deps.ts`. A domain that lower domains must reach adds a port here
 * by declaration merging.
 */
export interface Deps {
  /** The database, or the caller's open transaction; see `inTransaction`. */
  db: Database | Transaction
  /** Set while a transaction is open; see `afterCommit`. */
  afterCommit?: (() => void)[]
  /** Only for COPY. */
  pool: Pool
  /** For the engine's transactions; see `pipelinedTransaction`. */
  pipelinedPool: PipelinedPool
  queue: Queue
  jobs: Jobs
  stepNotifier: StepNotifier
  clock: Clock
  random: Random
  ids: Ids
  secrets: Secrets
  /** Every column that holds sealed values. */
  sealedColumns: SealedColumnRegistry
  mailer: Mailer
  fetchExternal: FetchExternal
  resolveName: Resolve
  /** What admins may allow in addition to the operator's list. */
  allowLimit: AllowLimit
  budgets: Budgets
  code: CodeRunner
  log: Logger
  config: Env
  onDelete: DeletionHooks
  missingAudits: MissingAudits
  /** Noted by `noteSecurityEvent`. */
  securityEvents: SecurityEvents
}
