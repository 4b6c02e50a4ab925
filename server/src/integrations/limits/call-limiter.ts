import { type CallLimits, hasLimit, spacingMs, travelMs } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../../kernel/db/database.ts'
import { type CallResult, type CircuitBreaker, freshForMs } from './circuit-breaker.ts'
import type { DatabaseClock } from './database-clock.ts'
import type { LocalQuota } from './local-quota.ts'
import { type AskedLimiter, takeCalls } from './call-limiter.repository.ts'

/** The right to make one call. */
export type Permit = {
  limiter: CallLimiter
  /** By `clock.monotonic()`. */
  startAt: number
  lapsesAt: number
  isProbe: boolean
  /** It was handed out and did not come back yet. */
  isOut: boolean
}

/**
 * What calls of one kind go through: the limiter of their connection, and that of their external action where it has limits
 * of its own. A permit is one for both.
 */
export type CallLimiter = {
  /** What a permit of this limiter counts at. */
  readonly quotas: readonly LocalQuota[]
  /** Whoever has no permit has to wait. Known without asking the database. */
  readonly refusesCalls: boolean
  /** How long to wait before asking for permits again. */
  readonly retryAfterMs: number
  /** Permits for up to `wanted` calls; `free` when nothing limits them. */
  acquire(wanted: number): Promise<Permit[] | 'free'>
  /** For one call at once: a permit that counts wherever this limiter's do is used, else one is taken. */
  admit(permit: Permit | null): Promise<Permit | null | 'denied'>
  /** Waits for the moment of a permit; false when it was missed or the breaker is open by then, and the permit is of no use. */
  start(permit: Permit): Promise<boolean>
  /** Of a call that was made, or will not be. */
  release(permit: Permit): void
  /** How a call went. True when its failure says nothing about the person: the other side was known to be down. */
  reportResult(permit: Permit | null, result: CallResult): boolean
}

/** A start that was missed by more is given up, because two late ones together would be one too many. */
const lapseMs = 100

/** A worker that nearly always comes late makes a call at least so often. */
const startAnywayMs = 1000

const concurrencyRetryMs = 250

/** One worker's side. Costs a look at a few variables for each call while nothing is limited or denied. */
export function createCallLimiter(
  { db, clock, time, owner }: { db: Database; clock: Clock; time: DatabaseClock; owner: string },
  connection: { breaker: CircuitBreaker; quota: LocalQuota },
  action: { limits: CallLimits; quota: LocalQuota } | null,
): CallLimiter {
  const { breaker } = connection
  const quotas = action ? [connection.quota, action.quota] : [connection.quota]
  let spare: Permit[] = []
  let askAt = 0
  let deniedUntil = 0

  const limitsOf = (quota: LocalQuota): CallLimits => (quota === action?.quota ? action.limits : breaker.limits)
  const isFree = () => !action && !hasLimit(breaker.limits) && !breaker.refusesCalls && !breaker.isRamping
  const placesAt = (quota: LocalQuota) =>
    limitsOf(quota).concurrency === undefined ? Infinity : quota.concurrency - quota.underWay
  const places = () => Math.min(...quotas.map(placesAt))

  const denyFor = (ms: number): Permit[] => {
    askAt = clock.monotonic() + Math.min(Math.max(ms, 10), freshForMs)
    for (const quota of quotas) quota.rest()
    return []
  }
  const handOut = (permits: Permit[]): Permit[] => {
    for (const permit of permits) permit.isOut = true
    for (const quota of quotas) quota.underWay += permits.length
    return permits
  }
  const permitAt = (startAt: number, lapsesAt = startAt + lapseMs): Permit => ({
    limiter,
    startAt,
    lapsesAt,
    isProbe: false,
    isOut: false,
  })
  const freePermits = (count: number, at: number) =>
    handOut(Array.from({ length: count }, () => permitAt(at, Infinity)))
  const fromSpare = (wanted: number): Permit[] => {
    const at = clock.monotonic()
    spare = spare.filter((permit) => permit.lapsesAt > at)
    return handOut(spare.splice(0, wanted))
  }

  /** The connection's own limiter is left alone while only the action is limited. */
  const asked = (): [AskedLimiter, ...AskedLimiter[]] => {
    const limiters = quotas.map((quota) => ({ key: quota.key, limits: limitsOf(quota), underWay: quota.underWay }))
    const [first, ...others] =
      action && !hasLimit(breaker.limits) && !breaker.refusesCalls && !breaker.isRamping ? limiters.slice(1) : limiters
    return [first!, ...others]
  }

  const ask = async (wanted: number): Promise<Permit[] | 'free'> => {
    const at = clock.monotonic()
    const isSpaced = breaker.isRamping || quotas.some((quota) => spacingMs(limitsOf(quota)) > 0)
    const limited = quotas.filter((quota) => limitsOf(quota).concurrency !== undefined)
    if (!breaker.refusesCalls) {
      if (limited.some((quota) => placesAt(quota) <= 0 && at - quota.fullAt < concurrencyRetryMs))
        return denyFor(concurrencyRetryMs)
      const capacity = places()
      const permits = fromSpare(Math.min(wanted, Math.max(capacity, 0)))
      if (permits.length > 0) return permits
      if (!isSpaced && capacity > 0 && limited.every((quota) => at - quota.concurrencyAt < freshForMs)) {
        return freePermits(Math.min(wanted, capacity), at)
      }
    }
    if (at < deniedUntil) return denyFor(deniedUntil - at)

    // What was found here has to be there before it is read back.
    await breaker.written()
    const limiters = asked()
    const taken = await takeCalls(db, { owner, wanted, asked: limiters })
    const readAt = clock.monotonic()
    let now = time.now()
    for (const [index, { state, concurrency, isFull }] of taken.limiters.entries()) {
      const { key } = limiters[index]!
      if (key.kind === 'connection') breaker.learn(state)
      else if (state) time.learn(state.now, readAt)
      now = Math.max(now, state?.now ?? 0)
      quotas.find((quota) => quota.key === key)?.update(concurrency, isFull)
    }
    const { grant } = taken
    switch (grant.kind) {
      case 'free': {
        const capacity = places()
        if (capacity === Infinity) return 'free'
        return capacity > 0 ? freePermits(Math.min(wanted, capacity), readAt) : denyFor(concurrencyRetryMs)
      }
      case 'calls':
        return handOut(grant.starts.map((start) => permitAt(time.here(start))))
      case 'probe': {
        breaker.beginProbe()
        return handOut([{ ...permitAt(readAt, Infinity), isProbe: true }])
      }
      case 'denied':
        if (taken.limiters.some(({ isFull }) => isFull)) return denyFor(concurrencyRetryMs)
        deniedUntil = readAt + Math.min(grant.until - now, freshForMs)
        return denyFor(deniedUntil - at)
    }
  }

  const limiter: CallLimiter = {
    quotas,
    get refusesCalls() {
      return breaker.refusesCalls
    },
    get retryAfterMs() {
      return Math.max(10, askAt - clock.monotonic())
    },
    async acquire(wanted) {
      if (!breaker.isFresh) await breaker.read()
      if (!breaker.isAuthorized) return denyFor(freshForMs)
      if (isFree()) return 'free'
      return quotas.reduceRight<() => Promise<Permit[] | 'free'>>(
        (work, quota) => () => quota.alone(work),
        () => ask(wanted),
      )()
    },
    async admit(permit) {
      if (permit && quotas.every((quota) => permit.limiter.quotas.includes(quota))) return permit
      if (isFree() && breaker.isFresh) return null
      // It would delay its own successor where only one call is allowed.
      if (permit && permit.limiter.quotas.some((quota) => quotas.includes(quota))) permit.limiter.release(permit)
      const taken = await limiter.acquire(1)
      if (taken === 'free') return null
      const [own] = taken
      if (!own) return 'denied'
      if (await limiter.start(own)) return own
      limiter.release(own)
      return 'denied'
    },
    async start(permit) {
      const early = permit.startAt - clock.monotonic()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      const at = clock.monotonic()
      if (breaker.refusesCalls && !permit.isProbe) return false
      if (Number.isFinite(permit.lapsesAt)) {
        const late = at - permit.startAt
        const isApart = quotas.every((quota) => at - quota.startedAt >= spacingMs(limitsOf(quota)))
        const since = at - quotas.at(-1)!.startedAt
        if (late > travelMs && !(late <= lapseMs && isApart) && since < startAnywayMs) return false
        for (const quota of quotas) quota.startedAt = at
      }
      return true
    },
    release(permit) {
      if (!permit.isOut) return
      permit.isOut = false
      for (const quota of quotas) quota.underWay -= 1
      if (permit.isProbe) {
        permit.isProbe = false
        breaker.giveUpProbe()
      } else if (permit.startAt > clock.monotonic() && Number.isFinite(permit.lapsesAt)) {
        spare.push(permit)
      }
      for (const quota of quotas) quota.rest()
    },
    reportResult(permit, result) {
      const isProbe = permit?.isProbe === true
      if (permit) permit.isProbe = false
      return breaker.reportResult(result, isProbe)
    },
  }
  return limiter
}
