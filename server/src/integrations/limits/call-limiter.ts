import { type CallLimits, hasLimit, spacingMs, travelMs } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { Clock } from '../../kernel/clock.ts'
import { type CallResult, type CircuitBreaker, freshForMs } from './circuit-breaker.ts'
import type { DatabaseClock } from './database-clock.ts'
import type { LocalQuota } from './local-quota.ts'
import { lapseMs, movePermit, type Permit } from './permit.ts'
import type { AskedLimiter, Taken } from './call-limiter.repository.ts'

/**
 * The limits for calls of one kind: the limiter of their connection, and the limiter of their external action where it has its
 * own limits. One permit covers both.
 */
export type CallLimiter = {
  /** The quotas at which a permit of this limiter counts. */
  readonly quotas: readonly LocalQuota[]
  /** True when a call without a permit has to wait. Needs no query. */
  readonly refusesCalls: boolean
  /** How long to wait before asking for permits again. */
  readonly retryAfterMs: number
  /** Permits for up to `wanted` calls; `free` when nothing limits them. */
  acquire(wanted: number): Promise<Permit[] | 'free'>
  /** Admits one call at once. Uses `permit` when it counts at all quotas of this limiter, else takes a new one. */
  admit(permit: Permit | null): Promise<Permit | null | 'denied'>
  /**
   * Waits for the start time of a permit. False when the time was missed or the breaker has opened; the permit is then useless.
   */
  start(permit: Permit): Promise<boolean>
  /** For a permit whose call was made, or will not be made. */
  release(permit: Permit): void
  /**
   * Reports the result of a call. True when its failure says nothing about the person, because the other side was known to be
   * down.
   */
  reportResult(permit: Permit | null, result: CallResult): boolean
}

export type LimiterMode =
  /** An admin has to authorize the connection first; no calls are made. */
  | 'unauthorized'
  /** The breaker is open, or the other side asked for a pause; only single probes are made. */
  | 'refusing'
  /** Calls need a permit: a limit is set, or calls start slowly after a stop. */
  | 'limited'
  /** Nothing limits calls; only the breaker is read once a second. */
  | 'free'

/** A worker that nearly always misses its start times makes a call at least this often. */
const startAnywayMs = 1000

const concurrencyRetryMs = 250

export type LimiterPorts = {
  clock: Pick<Clock, 'monotonic'>
  time: DatabaseClock
  /** Asks the database, which all workers share. */
  takeCalls(wanted: number, asked: readonly [AskedLimiter, ...AskedLimiter[]]): Promise<Taken>
}

/** The limiter of one worker. While nothing is limited or denied, a call costs a look at a few variables. */
export class WorkerCallLimiter implements CallLimiter {
  readonly quotas: readonly LocalQuota[]
  readonly #ports: LimiterPorts
  readonly #breaker: CircuitBreaker
  readonly #action: { limits: CallLimits; quota: LocalQuota } | null
  #spare: Permit[] = []
  #askAt = 0
  #deniedUntil = 0

  constructor(
    ports: LimiterPorts,
    connection: { breaker: CircuitBreaker; quota: LocalQuota },
    action: { limits: CallLimits; quota: LocalQuota } | null,
  ) {
    this.#ports = ports
    this.#breaker = connection.breaker
    this.#action = action
    this.quotas = action ? [connection.quota, action.quota] : [connection.quota]
  }

  get mode(): LimiterMode {
    const breaker = this.#breaker
    if (!breaker.isAuthorized) return 'unauthorized'
    if (breaker.refusesCalls) return 'refusing'
    return this.#action || hasLimit(breaker.limits) || breaker.isRamping ? 'limited' : 'free'
  }

  get refusesCalls(): boolean {
    return this.#breaker.refusesCalls
  }

  get retryAfterMs(): number {
    return Math.max(10, this.#askAt - this.#ports.clock.monotonic())
  }

  async acquire(wanted: number): Promise<Permit[] | 'free'> {
    if (!this.#breaker.isFresh) await this.#breaker.read()
    const { mode } = this
    if (mode === 'unauthorized') return this.#deny(freshForMs)
    if (mode === 'free') return 'free'
    return this.quotas.reduceRight<() => Promise<Permit[] | 'free'>>(
      (work, quota) => () => quota.alone(work),
      async () => this.#takeHere(wanted) ?? (await this.#takeShared(wanted)),
    )()
  }

  async admit(permit: Permit | null): Promise<Permit | null | 'denied'> {
    if (permit && this.quotas.every((quota) => permit.limiter.quotas.includes(quota))) return permit
    if (this.mode === 'free' && this.#breaker.isFresh) return null
    // Released first: where only one call is allowed, this permit would delay the new one.
    if (permit && permit.limiter.quotas.some((quota) => this.quotas.includes(quota))) permit.limiter.release(permit)
    const taken = await this.acquire(1)
    if (taken === 'free') return null
    const [own] = taken
    if (!own) return 'denied'
    if (await this.start(own)) return own
    this.release(own)
    return 'denied'
  }

  async start(permit: Permit): Promise<boolean> {
    const early = permit.startAt - this.#ports.clock.monotonic()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    if (this.#breaker.refusesCalls && !permit.isProbe) return false
    if (!Number.isFinite(permit.lapsesAt)) return true
    const at = this.#ports.clock.monotonic()
    if (!this.#mayStart(permit, at)) return false
    for (const quota of this.quotas) quota.startedAt = at
    return true
  }

  release(permit: Permit): void {
    if (permit.state !== 'out') return movePermit(permit, 'returned')
    for (const quota of this.quotas) quota.underWay -= 1
    const isEarly = permit.startAt > this.#ports.clock.monotonic() && Number.isFinite(permit.lapsesAt)
    if (permit.isProbe) {
      permit.isProbe = false
      this.#breaker.giveUpProbe()
      movePermit(permit, 'returned')
    } else if (isEarly) {
      movePermit(permit, 'spared')
      this.#spare.push(permit)
    } else movePermit(permit, 'returned')
    for (const quota of this.quotas) quota.rest()
  }

  reportResult(permit: Permit | null, result: CallResult): boolean {
    const isProbe = permit?.isProbe === true
    if (permit) permit.isProbe = false
    return this.#breaker.reportResult(result, isProbe)
  }

  #limitsOf(quota: LocalQuota): CallLimits {
    return quota === this.#action?.quota ? this.#action.limits : this.#breaker.limits
  }

  #placesAt(quota: LocalQuota): number {
    return this.#limitsOf(quota).concurrency === undefined ? Infinity : quota.concurrency - quota.underWay
  }

  #places(): number {
    return Math.min(...this.quotas.map((quota) => this.#placesAt(quota)))
  }

  /** A late start counts when it keeps its distance from the one before, or when this worker has not called for long. */
  #mayStart(permit: Permit, at: number): boolean {
    const late = at - permit.startAt
    if (late <= travelMs) return true
    if (at - this.quotas.at(-1)!.startedAt >= startAnywayMs) return true
    return late <= lapseMs && this.quotas.every((quota) => at - quota.startedAt >= spacingMs(this.#limitsOf(quota)))
  }

  #deny(ms: number): Permit[] {
    this.#askAt = this.#ports.clock.monotonic() + Math.min(Math.max(ms, 10), freshForMs)
    for (const quota of this.quotas) quota.rest()
    return []
  }

  #permit(startAt: number, lapsesAt: number, isProbe = false): Permit {
    for (const quota of this.quotas) quota.underWay += 1
    return { limiter: this, startAt, lapsesAt, isProbe, state: 'out' }
  }

  #freePermits(count: number, at: number): Permit[] {
    return Array.from({ length: count }, () => this.#permit(at, Infinity))
  }

  #fromSpare(wanted: number): Permit[] {
    const at = this.#ports.clock.monotonic()
    this.#spare = this.#spare.filter((permit) => permit.lapsesAt > at)
    const permits = this.#spare.splice(0, wanted)
    for (const permit of permits) movePermit(permit, 'handedOut')
    for (const quota of this.quotas) quota.underWay += permits.length
    return permits
  }

  /** Answers from what this worker knows; null when the database has to be asked. */
  #takeHere(wanted: number): Permit[] | null {
    const at = this.#ports.clock.monotonic()
    if (!this.#breaker.refusesCalls) {
      const limited = this.quotas.filter((quota) => this.#limitsOf(quota).concurrency !== undefined)
      if (limited.some((quota) => this.#placesAt(quota) <= 0 && at - quota.fullAt < concurrencyRetryMs))
        return this.#deny(concurrencyRetryMs)
      const capacity = this.#places()
      const permits = this.#fromSpare(Math.min(wanted, Math.max(capacity, 0)))
      if (permits.length > 0) return permits
      const isSpaced = this.#breaker.isRamping || this.quotas.some((quota) => spacingMs(this.#limitsOf(quota)) > 0)
      if (!isSpaced && capacity > 0 && limited.every((quota) => at - quota.concurrencyAt < freshForMs))
        return this.#freePermits(Math.min(wanted, capacity), at)
    }
    return at < this.#deniedUntil ? this.#deny(this.#deniedUntil - at) : null
  }

  async #takeShared(wanted: number): Promise<Permit[] | 'free'> {
    const askedAt = this.#ports.clock.monotonic()
    // The findings of this worker have to be written before they are read back.
    await this.#breaker.written()
    const asked = this.#asked()
    const taken = await this.#ports.takeCalls(wanted, asked)
    const readAt = this.#ports.clock.monotonic()
    const now = this.#learn(asked, taken, readAt)
    const { grant } = taken
    switch (grant.kind) {
      case 'free': {
        const capacity = this.#places()
        if (capacity === Infinity) return 'free'
        return capacity > 0 ? this.#freePermits(Math.min(wanted, capacity), readAt) : this.#deny(concurrencyRetryMs)
      }
      case 'calls':
        return grant.starts.map((start) => {
          const startAt = this.#ports.time.here(start)
          return this.#permit(startAt, startAt + lapseMs)
        })
      case 'probe':
        this.#breaker.beginProbe()
        return [this.#permit(readAt, Infinity, true)]
      case 'denied':
        if (taken.limiters.some(({ isFull }) => isFull)) return this.#deny(concurrencyRetryMs)
        this.#deniedUntil = readAt + Math.min(grant.until - now, freshForMs)
        return this.#deny(this.#deniedUntil - askedAt)
    }
  }

  /** The connection's own limiter is left out while only the action is limited. */
  #asked(): [AskedLimiter, ...AskedLimiter[]] {
    const limiters = this.quotas.map((quota) => ({
      key: quota.key,
      limits: this.#limitsOf(quota),
      underWay: quota.underWay,
    }))
    const { limits, refusesCalls, isRamping } = this.#breaker
    const isActionAlone = this.#action && !hasLimit(limits) && !refusesCalls && !isRamping
    const [first, ...others] = isActionAlone ? limiters.slice(1) : limiters
    return [first!, ...others]
  }

  /** Stores what the database answered. Returns the database's time. */
  #learn(asked: readonly AskedLimiter[], taken: Taken, readAt: number): number {
    let now = this.#ports.time.now()
    for (const [index, { state, concurrency, isFull }] of taken.limiters.entries()) {
      const { key } = asked[index]!
      if (key.kind === 'connection') this.#breaker.learn(state)
      else if (state) this.#ports.time.learn(state.now, readAt)
      now = Math.max(now, state?.now ?? 0)
      this.quotas.find((quota) => quota.key === key)?.update(concurrency, isFull)
    }
    return now
  }
}
