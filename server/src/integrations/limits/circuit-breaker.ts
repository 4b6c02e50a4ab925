import { type LimiterState, isRamping, initialLimiter } from '@tabiji/shared/http-call/limits/call-limiter.ts'
import { askedToWaitUntil, createRecentCalls, isDown, probeAfterMs } from '@tabiji/shared/http-call/failures/breaker.ts'
import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { OpenConnection } from '../calls/perform/load-callout-target.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { DatabaseClock } from './database-clock.ts'
import {
  failProbe,
  findLimiter,
  openCircuitUntil,
  openBreaker,
  closeBreaker,
  releaseProbe,
  type StoredLimiter,
} from './call-limiter.repository.ts'
import { type BreakerError } from './call-limiter.table.ts'

export type CallResult = {
  outcome: CalloutOutcome
  status: number | null
  retryAfter: string | null
  code: string | null
}

/** What one worker knows of the breaker of another system: whether it is open, and what calls find out about that. */
export type CircuitBreaker = {
  readonly limits: ConnectionLimits
  readonly isAuthorized: boolean
  /** Nobody is called but for single probes. Known without asking the database. */
  readonly refusesCalls: boolean
  /** People go on slowly after a stop. */
  readonly isRamping: boolean
  readonly isFresh: boolean
  follow(connection: Pick<OpenConnection, 'limits' | 'state'>): void
  /** Reads what others found. */
  read(): Promise<void>
  learn(limiter: StoredLimiter | undefined): void
  /** What was found here is in the database. */
  written(): Promise<unknown>
  beginProbe(): void
  /** Of a probe that was not made. */
  giveUpProbe(): void
  /** How a call went. True when its failure says nothing about the person: the other side was known to be down. */
  reportResult(result: CallResult, isProbe: boolean): boolean
}

/** How old the knowledge about other workers' findings may be. */
export const freshForMs = 900

export type BreakerEvents = { onOpened(error: BreakerError): Promise<void>; onClosed(): Promise<void> }

export function createCircuitBreaker(
  deps: Deps & { db: Database },
  connectionId: string,
  owner: string,
  time: DatabaseClock,
  events: BreakerEvents,
): CircuitBreaker {
  const { db, log, clock } = deps
  const recent = createRecentCalls()
  let limits: ConnectionLimits = {}
  let isAuthorized = true
  let state: LimiterState = initialLimiter
  let readAt = -Infinity
  let reading: Promise<void> | null = null
  const writing = new Set<Promise<unknown>>()

  const refusesCalls = () =>
    !isAuthorized || state.openedAt !== null || (state.openUntil !== null && time.now() < state.openUntil)

  const learn = (limiter: StoredLimiter | undefined) => {
    readAt = clock.monotonic()
    state = limiter ?? initialLimiter
    if (limiter) time.learn(limiter.now, readAt)
  }
  /** A finding that could not be written is found again by the next call. */
  const write = (what: string, work: Promise<unknown>) => {
    const done = work
      .catch((error: unknown) => log.warn({ err: error, connectionId }, what))
      .finally(() => writing.delete(done))
    writing.add(done)
  }
  const errorOf = ({ outcome, status, code }: CallResult): BreakerError => ({
    outcome,
    status,
    code,
    at: clock.now().toISOString(),
  })
  const waits = () => Array.from({ length: 32 }, (_, probes) => probeAfterMs(limits, probes))

  const open = (result: CallResult) => {
    const error = errorOf(result)
    recent.forget()
    state = { ...state, openedAt: time.now(), nextProbeAt: time.now() + probeAfterMs(limits, 0), isProbed: false }
    const work = async () => {
      if (await openBreaker(db, connectionId, error, waits())) await events.onOpened(error)
    }
    write('the breaker of a connection could not be opened', work())
  }
  const close = () => {
    recent.forget()
    state = { ...state, openedAt: null, nextProbeAt: null, isProbed: false, openUntil: null, rampFrom: time.now() }
    const work = async () => {
      if (await closeBreaker(db, connectionId)) await events.onClosed()
    }
    write('the breaker of a connection could not be closed', work())
  }

  return {
    get limits() {
      return limits
    },
    get isAuthorized() {
      return isAuthorized
    },
    get refusesCalls() {
      return refusesCalls()
    },
    get isRamping() {
      return isRamping(state, time.now())
    },
    get isFresh() {
      return clock.monotonic() - readAt < freshForMs
    },
    follow(connection) {
      limits = connection.limits
      isAuthorized = connection.state === 'authorized'
    },
    async read() {
      await Promise.all(writing)
      reading ??= findLimiter(db, connectionId)
        .then(learn)
        .finally(() => (reading = null))
      await reading
    },
    learn,
    written: () => Promise.all(writing),
    beginProbe() {
      state = { ...state, isProbed: true }
    },
    giveUpProbe() {
      state = { ...state, isProbed: false }
      write('a probe could not be given back', releaseProbe(db, connectionId, owner))
    },
    reportResult(result, isProbe) {
      const down = isDown(result.outcome, result.status)
      const refusedCalls = refusesCalls()
      const askedUntil = askedToWaitUntil(result.status, result.retryAfter, clock.now().getTime())
      if (askedUntil !== null) {
        const forMs = askedUntil - clock.now().getTime()
        const until = time.now() + forMs
        if (state.openUntil === null || state.openUntil < until) {
          state = { ...state, openUntil: until, rampFrom: until }
          write(
            'the other side asked to wait, which could not be noted',
            openCircuitUntil(db, connectionId, forMs, errorOf(result)),
          )
        }
      }
      if (isProbe) {
        if (!down) close()
        else {
          state = { ...state, isProbed: false, nextProbeAt: time.now() + probeAfterMs(limits, 0) }
          write('a failed probe could not be noted', failProbe(db, connectionId, owner, errorOf(result), waits()))
        }
        return down
      }
      // A request to wait is an answer: the other side is there.
      if (askedUntil === null || result.status !== 429) recent.note(down, time.now())
      if (down && state.openedAt === null && recent.opensBreaker(limits)) open(result)
      return down && refusedCalls
    },
  }
}
