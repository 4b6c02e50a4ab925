import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { type LimiterKey, releaseConcurrency } from './call-limiter.repository.ts'

/** One worker's part of a limiter. */
export type LocalQuota = {
  readonly key: LimiterKey
  /** Places of the concurrency limit that are this worker's; those not in use serve its next calls. */
  concurrency: number
  /** By `clock.monotonic()`. */
  concurrencyAt: number
  /** When it was last found that there are no more places. */
  fullAt: number
  /** Calls with a permit. */
  underWay: number
  startedAt: number
  /** From now on; null where nothing changed. */
  update(concurrency: number | null, isFull: boolean): void
  /** One at a time, so that what is taken and what is in use always fit together. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Gives idle places back before long. */
  rest(): void
  stop(): Promise<void>
}

/** Places under the concurrency limit that nobody here uses are for other workers after this time. */
const idleMs = 500

export function createLocalQuota(deps: Deps & { db: Database }, key: LimiterKey, owner: string): LocalQuota {
  let last: Promise<unknown> = Promise.resolve()
  let idleTimer: NodeJS.Timeout | null = null
  /** Others count this worker among those who want places. */
  let isListed = false

  const giveBack = async () => {
    if (quota.underWay > 0 || !isListed) return
    isListed = false
    quota.concurrency = 0
    quota.concurrencyAt = -Infinity
    await releaseConcurrency(deps.db, key.id, owner).catch((error: unknown) =>
      deps.log.warn({ err: error, limiter: key }, 'idle places of a limiter could not be given back'),
    )
  }
  const quota: LocalQuota = {
    key,
    concurrency: 0,
    concurrencyAt: -Infinity,
    fullAt: -Infinity,
    underWay: 0,
    startedAt: -Infinity,
    update(concurrency, isFull) {
      const at = deps.clock.monotonic()
      if (isFull) quota.fullAt = at
      if (concurrency === null) return
      isListed = true
      quota.concurrency = concurrency
      quota.concurrencyAt = at
    },
    alone(work) {
      const done = last.then(work)
      last = done.catch(() => {})
      return done
    },
    rest() {
      if (!isListed || quota.underWay > 0) return
      idleTimer ??= setTimeout(() => {
        idleTimer = null
        void quota.alone(giveBack)
      }, idleMs)
    },
    async stop() {
      if (idleTimer) clearTimeout(idleTimer)
      quota.underWay = 0
      await quota.alone(giveBack)
    },
  }
  return quota
}
