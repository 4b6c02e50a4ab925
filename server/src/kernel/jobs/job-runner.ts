import { CronExpressionParser } from 'cron-parser'
import type { Database } from '../db/database.ts'
import { isDatabaseUnavailable } from '../db/is-database-unavailable.ts'
import { listen, type Listener } from '../db/listen.ts'
import type { Deps } from '../deps.ts'
import { JobDataInvalid, retryPolicies, type Job, type JobDefinition } from './define-job.ts'
import type { Progress } from './job-kind.ts'
import {
  claimRun,
  finishRun,
  heartbeatRuns,
  insertScheduledRun,
  listCancelRequests,
  listWaitingKinds,
  lockRun,
  releaseRun,
  takeBackSilentRuns,
  runsChannel,
  saveProgress,
  type ClaimedRun,
} from './job-run.repository.ts'
import type { JobError } from './job-error.ts'

const tickMs = 1000

/** How long a stopping process waits for its open batches. */
const stopMs = 30_000

/** Ends a run that has used up its time. The run waits again with its cursor. */
class HandOver extends Error {}
/** Another worker holds the lease of the run. */
class LeaseLost extends Error {}
class Cancelled extends Error {}
class Stopping extends Error {}

export type JobRunnerOptions = {
  workerId: string
  /** A run without a heartbeat for this long is taken from its worker. Together with one tick it stays below 15 s. */
  silentMs?: number
  /** How long a run keeps its slot while it makes progress. */
  handOverMs?: number
}

export type JobRunner = {
  start(): Promise<void>
  stop(): Promise<void>
  /** One turn of the loop: writes the heartbeat, takes runs of silent workers, schedules, and claims. */
  tick(): Promise<void>
  /** Resolves when this runner executes no run. */
  idle(): Promise<void>
}

type Active = { run: ClaimedRun; aborter: AbortController; ended: Promise<void> }

/**
 * Claims and executes runs of all kinds, and takes over the runs of silent workers. NOTIFY announces new runs; the runner also looks
 * once a second, so a lost notification costs one second.
 */
export function createJobRunner(
  deps: Deps & { db: Database },
  definitions: readonly JobDefinition[],
  { workerId, silentMs = 10_000, handOverMs = 60_000 }: JobRunnerOptions,
): JobRunner {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  const limits = definitions.map(({ name, retry }) => ({ kind: name, retryLimit: retryPolicies[retry].limit }))
  const active = new Map<string, Active>()
  /** Kinds whose runs are being claimed, and whether to look once more afterwards. */
  const taking = new Map<string, { isAskedAgain: boolean; done: Promise<void> }>()
  let isStopping = false
  let loop: Promise<void> = Promise.resolve()
  let endRest: () => void = () => {}
  let takesBackFrom = -Infinity
  let listener: Listener | null = null

  const isFull = ({ name, concurrency }: JobDefinition) =>
    [...active.values()].filter(({ run }) => run.kind === name).length >= concurrency

  const take = (definition: JobDefinition): Promise<void> => {
    const under = taking.get(definition.name)
    if (under) {
      under.isAskedAgain = true
      return under.done
    }
    const entry = { isAskedAgain: false, done: Promise.resolve() }
    taking.set(definition.name, entry)
    entry.done = (async () => {
      try {
        do {
          entry.isAskedAgain = false
          while (!isStopping && !isFull(definition)) {
            const claim = { workerId, leaseId: deps.ids.uuid(), now: deps.clock.now() }
            const run = await claimRun(deps.db, definition.name, claim)
            if (!run) break
            begin(definition, run)
          }
        } while (entry.isAskedAgain && !isStopping)
      } finally {
        taking.delete(definition.name)
      }
    })()
    return entry.done
  }

  const takeSoon = (definition: JobDefinition) =>
    void take(definition).catch((error: unknown) =>
      deps.log.warn({ err: error, kind: definition.name }, 'claim of a run failed, trying again'),
    )

  const begin = (definition: JobDefinition, run: ClaimedRun) => {
    const aborter = new AbortController()
    const ended = perform(definition, run, aborter)
      // The database is unreachable. The run is taken back as silent once it answers again.
      .catch((error: unknown) =>
        deps.log.error({ err: error, kind: run.kind, runId: run.id }, 'end of a run not saved'),
      )
      .then(() => {
        active.delete(run.id)
        if (!isStopping) takeSoon(definition)
      })
    active.set(run.id, { run, aborter, ended })
  }

  const perform = async (definition: JobDefinition, run: ClaimedRun, aborter: AbortController) => {
    const job = createJob(deps, run, aborter.signal, handOverMs)
    try {
      if (run.isCancelled) throw new Cancelled()
      const result = await definition.run(job)
      if (result) await releaseRun(deps.db, run, { runAt: result.againAt, attempts: 0, error: null })
      else await finishRun(deps.db, run, { state: 'succeeded', error: null, now: deps.clock.now() })
    } catch (error) {
      await settle(definition, run, job, aborter.signal.aborted ? aborter.signal.reason : error)
    }
  }

  const settle = async (
    definition: JobDefinition,
    run: ClaimedRun,
    job: ReturnType<typeof createJob>,
    error: unknown,
  ): Promise<void> => {
    if (error instanceof LeaseLost) return
    const attempts = job.hasProgressed() ? 0 : run.attempts
    if (error instanceof HandOver || error instanceof Stopping)
      return releaseRun(deps.db, run, { runAt: null, attempts, error: null })
    const now = deps.clock.now()
    if (error instanceof Cancelled) {
      const callbacks: (() => void)[] = []
      await deps.db.transaction().execute(async (trx) => {
        if (!(await lockRun(trx, run))) return
        await definition.onCancel({ ...deps, db: trx, afterCommit: callbacks }, run.data)
        await finishRun(trx, run, { state: 'cancelled', error: null, now })
      })
      for (const callback of callbacks) callback()
      return
    }
    const { limit, delayMs, maxDelayMs } = retryPolicies[definition.retry]
    const isLast = error instanceof JobDataInvalid || attempts >= limit
    const reason = jobErrorOf(error)
    deps.log.error({ err: error, kind: run.kind, runId: run.id, key: run.key, attempts, isLast }, 'job failed')
    if (isLast) return finishRun(deps.db, run, { state: 'failed', error: reason, now })
    const runAt = new Date(now.getTime() + Math.min(delayMs * 2 ** attempts, maxDelayMs))
    return releaseRun(deps.db, run, { runAt, attempts: attempts + 1, error: reason })
  }

  const tick = async () => {
    if (active.size > 0) {
      await heartbeatRuns(deps.db, workerId)
      for (const id of await listCancelRequests(deps.db, workerId)) active.get(id)?.aborter.abort(new Cancelled())
    }
    const now = deps.clock.now()
    for (const { state, ...run } of deps.clock.monotonic() < takesBackFrom
      ? []
      : await takeBackSilentRuns(deps.db, limits, { silentMs, now }))
      deps.log.warn(
        run,
        state === 'failed' ? 'run failed: its workers fell silent' : 'run of a silent worker taken back',
      )
    const waiting = await listWaitingKinds(deps.db, now)
    const known = new Set(waiting.map(({ kind }) => kind))
    for (const { name, schedule } of definitions) {
      if (schedule === undefined || known.has(name)) continue
      const runAt = nextTime(schedule, now)
      await insertScheduledRun(deps.db, { id: deps.ids.uuid(), kind: name, runAt, now })
    }
    const ready = waiting.filter(({ isReady }) => isReady).flatMap(({ kind }) => byName.get(kind) ?? [])
    await Promise.all(ready.map(take))
  }

  const keepListening = async () => {
    if (listener?.isOpen() || deps.config.databaseUrl === undefined) return
    await listener?.close()
    listener = await listen(deps.config.databaseUrl, runsChannel, (kind) => {
      const definition = byName.get(kind)
      if (definition && !isStopping) takeSoon(definition)
    })
  }

  return {
    tick,
    async idle() {
      while (active.size > 0 || taking.size > 0)
        await Promise.all([
          ...[...active.values()].map(({ ended }) => ended),
          ...[...taking.values()].map(({ done }) => done.catch(() => {})),
        ])
    },
    async start() {
      await keepListening()
      loop = (async () => {
        while (!isStopping) {
          try {
            await keepListening()
            await tick()
          } catch (error) {
            // After an outage every worker looks silent. Each gets the time for a new heartbeat.
            takesBackFrom = deps.clock.monotonic() + 3 * tickMs
            deps.log.error({ err: error }, 'search for background work failed, trying again')
          }
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, tickMs)
            endRest = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        }
      })()
    },
    async stop() {
      isStopping = true
      endRest()
      await loop
      for (const { aborter } of active.values()) aborter.abort(new Stopping())
      await Promise.race([
        Promise.all([...active.values()].map(({ ended }) => ended)),
        new Promise((resolve) => setTimeout(resolve, stopMs).unref()),
      ])
      await listener?.close()
    },
  }
}

function createJob(
  deps: Deps & { db: Database },
  run: ClaimedRun,
  signal: AbortSignal,
  handOverMs: number,
): Job<Record<string, unknown>> & { hasProgressed(): boolean } {
  const begunAt = deps.clock.monotonic()
  const progress = run.progress
  let hasProgressed = false

  const batch: Job<object>['batch'] = async (work) => {
    signal.throwIfAborted()
    if (hasProgressed && deps.clock.monotonic() - begunAt >= handOverMs) throw new HandOver()
    const callbacks: (() => void)[] = []
    const next: Progress = { ...progress }
    const result = await deps.db.transaction().execute(async (trx) => {
      const locked = await lockRun(trx, run)
      if (!locked) throw new LeaseLost()
      if (locked.isCancelled) throw new Cancelled()
      const worked = await work({ ...deps, db: trx, afterCommit: callbacks }, next)
      await saveProgress(trx, run.id, next)
      return worked
    })
    Object.assign(progress, next)
    hasProgressed = true
    for (const callback of callbacks) callback()
    return result
  }

  return {
    deps,
    data: run.data,
    progress,
    signal,
    batch,
    hasProgressed: () => hasProgressed,
    async inBatches<Cursor>(
      first: Cursor,
      step: (
        deps: Parameters<Parameters<typeof batch>[0]>[0],
        cursor: Cursor,
        next: Progress,
      ) => Promise<Cursor | null>,
    ) {
      // Only the kind itself writes its cursor. The object tells a run that finished its last batch (`next: null`) from a new one.
      const saved = progress.cursor as { next: Cursor | null } | null
      let cursor: Cursor | null = saved === null ? first : saved.next
      while (cursor !== null) {
        const from: Cursor = cursor
        cursor = await batch(async (deps, next) => {
          const to = await step(deps, from, next)
          next.cursor = { next: to }
          return to
        })
      }
    },
  }
}

/** The first time that a cron line names after a moment, in UTC. */
function nextTime(schedule: string, after: Date): Date {
  return CronExpressionParser.parse(schedule, { currentDate: after, tz: 'UTC' }).next().toDate()
}

function jobErrorOf(error: unknown): JobError {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 2000)
  if (error instanceof JobDataInvalid) return { code: 'dataInvalid', params: { detail } }
  if (isDatabaseUnavailable(error)) return { code: 'databaseUnavailable', params: {} }
  return { code: 'unexpected', params: { detail } }
}
