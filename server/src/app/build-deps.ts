import { pino, stdSerializers, type Logger } from 'pino'
import { createWorkspaceMailers } from '../accounts/mail-server/workspace-mailers.ts'
import { effectOf } from '../effects/effect-of.ts'
import { closeOpenCtas, openCtas } from '../engagement/ctas/cta-batch.repository.ts'
import { createJourneyVersions } from '../engine/versions/load-version.ts'
import { createPlanListeners } from '../inbound/events/process/event-listeners.ts'
import { createUploads } from '../inbound/imports/uploads.ts'
import { createCalloutTargets } from '../integrations/calls/perform/load-callout-target.ts'
import { createRecordedSuccesses } from '../integrations/calls/perform/record-connection-success.ts'
import { systemClock, systemRandom } from '../kernel/clock.ts'
import { createBudgets } from '../kernel/concurrency/budgets.ts'
import { createCodeRunner } from '../kernel/code-sandbox/code-runner.ts'
import type { OpenDatabase } from '../kernel/db/database.ts'
import type { Deps } from '../kernel/deps.ts'
import type { Env } from '../kernel/env.ts'
import { createIds } from '../kernel/ids.ts'
import { createJobs } from '../kernel/jobs/jobs.ts'
import { createPgBossQueue } from '../kernel/jobs/pg-boss-queue.ts'
import { createStepNotifier } from '../kernel/jobs/step-notifier.ts'
import { createMailer } from '../kernel/mail/mailer.ts'
import { createAllowLimit } from '../kernel/outbound/allow-limit.ts'
import { demoEchoUrl } from '../kernel/outbound/demo-echo-url.ts'
import { createSecurityEvents } from '../kernel/security-events/security-events.ts'
import { sendSecurityEventStream } from '../kernel/security-events/stream/security-event-stream-job.ts'
import { createMissingAudits } from '../kernel/operations/missing-audit.ts'
import { createNameResolver } from '../kernel/outbound/names/name-resolver.ts'
import { createFetchExternal } from '../kernel/outbound/fetch-external.ts'
import { loadKeyRing } from '../kernel/secrets/key-ring.ts'
import { createSecrets } from '../kernel/secrets/secrets.ts'
import { deletionHooks } from './deletion-hooks.ts'
import { jobDefinitions } from './jobs.ts'
import { personalData } from './personal-data.ts'
import { sealedColumns } from './sealed-columns.ts'

/**
 * Builds the dependencies. Starts nothing: the server or worker starts the queue, and the caller closes the deps with
 * `closeDeps`. `replaced` is for tests: a clock that can be moved, a silent log.
 */
export function buildDeps(env: Env, database: OpenDatabase, replaced: Partial<Deps> = {}): Deps {
  const log = replaced.log ?? createLog(env)
  const clock = replaced.clock ?? systemClock
  const ids = createIds(clock)
  const budgets = createBudgets()
  const queue =
    replaced.queue ?? createPgBossQueue({ connectionString: database.connectionString, log, works: env.role !== 'web' })
  const mailer = createMailer(env, clock)
  const resolveName = createNameResolver({ clock })
  const allowLimit = createAllowLimit({
    max: env.calloutAllowMax,
    port: env.port,
    databasePort: portOf(database.connectionString),
  })
  const secrets = createSecrets(loadKeyRing(env))
  const jobs = createJobs({ db: database.db, clock, ids }, jobDefinitions)
  const securityEvents = createSecurityEvents({
    db: database.db,
    clock,
    ids,
    log,
    onWritten: () => sendSecurityEventStream(env, jobs),
  })
  return {
    db: database.db,
    pool: database.pool,
    pipelinedPool: database.pipelinedPool,
    queue,
    jobs,
    securityEvents,
    stepNotifier: createStepNotifier(queue, log),
    clock,
    random: systemRandom,
    ids,
    secrets,
    sealedColumns,
    mailer,
    mailers: createWorkspaceMailers({ db: database.db, mailer, secrets, clock, config: env, allowLimit, resolveName }),
    fetchExternal: createFetchExternal({
      allow: env.calloutAllow,
      demoEchoUrl: demoEchoUrl(env),
      resolve: resolveName,
      clock,
      onRefused: ({ host, workspaceId }) =>
        securityEvents.record({
          kind: 'outboundAddress',
          outcome: 'refused',
          who: { workspaceId },
          from: null,
          what: { host },
        }),
    }),
    allowLimit,
    resolveName,
    budgets,
    code: createCodeRunner({ turns: budgets.code }),
    log,
    config: env,
    effectOf,
    missingAudits: createMissingAudits(log),
    databaseEffects: { openCtas, closeOpenCtas },
    onDelete: deletionHooks,
    personalData,
    journeyVersions: createJourneyVersions(),
    calloutTargets: createCalloutTargets(),
    recordedSuccesses: createRecordedSuccesses(),
    planListeners: createPlanListeners(),
    uploads: createUploads(),
    ...replaced,
  }
}

/**
 * Closes everything that holds sockets or threads, except the database and the queue, which have their own shutdown
 * order.
 */
export async function closeDeps(deps: Deps): Promise<void> {
  deps.mailer.close()
  deps.mailers.close()
  await deps.securityEvents.flush()
  await Promise.all([deps.fetchExternal.close(), deps.code.close()])
}

/** A path instead of a host is a socket of this machine; it has no port that could be called. */
function portOf(databaseUrl: string): number {
  const url = URL.parse(databaseUrl)
  return Number(url?.searchParams.get('port') ?? (url?.port || 5432))
}

function createLog(env: Env): Logger {
  return pino({
    level: env.logLevel,
    serializers: { err: describeError },
    // Headers of a request may be logged with an error; keys and cookies never.
    redact: ['headers.authorization', 'headers.cookie', '*.headers.authorization', '*.headers.cookie'],
  })
}

/** A database error carries its client and so the password; an outbound error may carry a whole request. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { type, message, stack } = stdSerializers.err(error)
  const { code, detail, constraint } = error as { code?: unknown; detail?: unknown; constraint?: unknown }
  return { type, message, stack, code, detail, constraint }
}
