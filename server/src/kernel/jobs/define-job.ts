import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../deps.ts'
import type { JobKind, Progress } from './job-kind.ts'

/**
 * How often a run that makes no progress is retried, and how long it waits before each retry: twice as long each time, up to the
 * maximum.
 */
export const retryPolicies = {
  /** 20 retries in about 8 minutes: outlasts a restart of the database. */
  patient: { limit: 20, delayMs: 1000, maxDelayMs: 30_000 },
  /** 5 retries in about 15 minutes, for work that nobody waits for. */
  slow: { limit: 5, delayMs: 30_000, maxDelayMs: 480_000 },
} as const
export type RetryPolicy = keyof typeof retryPolicies

export type BatchDeps = Deps & { db: Transaction; afterCommit: (() => void)[] }

/** Runs `work` in one transaction. It commits only while this worker holds the lease of the run. */
export type InBatch = <Result>(work: (deps: BatchDeps, progress: Progress) => Promise<Result>) => Promise<Result>

/** A run that a worker has leased. */
export type Job<Data extends object> = {
  deps: Deps & { db: Database }
  data: Data
  /** As the last committed batch left it. */
  progress: Readonly<Progress>
  /** Aborted when an admin cancels the run or the process stops. */
  signal: AbortSignal
  /**
   * Throws before a batch to end the run after its last committed batch: when the signal is aborted, or after `handOverMs`, so
   * that other runs get the slot. The next worker starts from the saved progress.
   */
  batch: InBatch
  /** Runs one batch after the other until `step` returns null instead of the next cursor. */
  inBatches<Cursor>(
    first: Cursor,
    step: (deps: BatchDeps, cursor: Cursor, progress: Progress) => Promise<Cursor | null>,
  ): Promise<void>
}

/** `againAt`: some work is left, so the same run waits until then. */
export type JobResult = void | { againAt: Date }

type Definition<Name extends string, Data extends object> = Pick<JobKind<Data>, 'data' | 'schedule'> & {
  name: Name
  retry: RetryPolicy
  /** How many runs one process executes at the same time. */
  concurrency: number
  run(job: Job<Data>): Promise<JobResult>
  /** Present where an admin may cancel runs: writes what a cancelled run leaves behind. */
  onCancel?(deps: BatchDeps, data: Data): Promise<void>
}

/** A kind as the runner sees it: `data` is not parsed yet. */
export type JobDefinition<Data extends object = object> = JobKind<Data> & {
  retry: RetryPolicy
  concurrency: number
  run(job: Job<Record<string, unknown>>): Promise<JobResult>
  onCancel(deps: BatchDeps, data: unknown): Promise<void>
}

/** The stored data of a run does not match the schema of its kind. Retrying would not help. */
export class JobDataInvalid extends Error {}

/** Declares one kind of background work. A new kind is one file that exports it and one line in `app/jobs.ts`. */
export function defineJob<Name extends string, Data extends object>(
  definition: Definition<Name, Data>,
): JobDefinition<Data> & { name: Name } {
  const { name, data, retry, concurrency, schedule, onCancel } = definition
  const parse = (raw: unknown): Data => {
    const parsed = data.safeParse(raw)
    if (!parsed.success) throw new JobDataInvalid(parsed.error.message)
    return parsed.data
  }
  return {
    name,
    data,
    retry,
    concurrency,
    ...(schedule !== undefined && { schedule }),
    isCancellable: onCancel !== undefined,
    run: async (job) => definition.run({ ...job, data: parse(job.data) }),
    onCancel: async (deps, raw) => onCancel?.(deps, parse(raw)),
  }
}
