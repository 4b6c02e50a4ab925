import { type LimiterState, initialLimiter } from '@tabiji/shared/http-call/limits/call-limiter.ts'
import { afterFinding, breakerPhase, type BreakerPhase } from '@tabiji/shared/http-call/limits/breaker-phase.ts'
import { askedToWaitUntil, createRecentCalls, isDown, probeAfterMs } from '@tabiji/shared/http-call/failures/breaker.ts'
import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { OpenConnection } from '../calls/perform/load-callout-target.ts'
import type { StoredLimiter } from './call-limiter.repository.ts'
import { type BreakerError } from './call-limiter.table.ts'
import type { DatabaseClock } from './database-clock.ts'
import type { LimiterStore } from './limiter-store.ts'

export type CallResult = {
  outcome: CalloutOutcome
  status: number | null
  retryAfter: string | null
  code: string | null
}

/** How old the data about findings of other workers may be. */
export const freshForMs = 900

export type BreakerPorts = {
  clock: Deps['clock']
  log: Pick<Deps['log'], 'warn'>
  time: DatabaseClock
  store: Pick<LimiterStore, 'find' | 'open' | 'close' | 'openFor' | 'failProbe' | 'releaseProbe'>
  onOpened(error: BreakerError): Promise<void>
  onClosed(): Promise<void>
}

/**
 * One worker's view of the breaker of an external system: its phase (`breakerTransitions` lists the transitions), and the
 * findings of its calls. A finding counts in this worker at once and is written in the background; `read` loads the findings of
 * other workers.
 */
export class CircuitBreaker {
  readonly #connectionId: string
  readonly #ports: BreakerPorts
  readonly #recent = createRecentCalls()
  #limits: ConnectionLimits = {}
  #isAuthorized = true
  #state: LimiterState = initialLimiter
  #readAt = -Infinity
  #reading: Promise<void> | null = null
  readonly #writing = new Set<Promise<unknown>>()

  constructor(connectionId: string, ports: BreakerPorts) {
    this.#connectionId = connectionId
    this.#ports = ports
  }

  get limits(): ConnectionLimits {
    return this.#limits
  }

  get isAuthorized(): boolean {
    return this.#isAuthorized
  }

  get phase(): BreakerPhase {
    return breakerPhase(this.#state, this.#ports.time.now())
  }

  /** True while no calls but single probes are made. Needs no query. */
  get refusesCalls(): boolean {
    if (!this.#isAuthorized) return true
    const { phase } = this
    return phase !== 'closed' && phase !== 'ramping'
  }

  /** True while calls start slowly after a stop. */
  get isRamping(): boolean {
    return this.phase === 'ramping'
  }

  get isFresh(): boolean {
    return this.#ports.clock.monotonic() - this.#readAt < freshForMs
  }

  follow(connection: Pick<OpenConnection, 'limits' | 'state'>): void {
    this.#limits = connection.limits
    this.#isAuthorized = connection.state === 'authorized'
  }

  /** Loads the findings of other workers. */
  async read(): Promise<void> {
    await this.written()
    this.#reading ??= this.#ports.store
      .find(this.#connectionId)
      .then((limiter) => this.learn(limiter))
      .finally(() => (this.#reading = null))
    await this.#reading
  }

  learn(limiter: StoredLimiter | undefined): void {
    this.#readAt = this.#ports.clock.monotonic()
    this.#state = limiter ?? initialLimiter
    if (limiter) this.#ports.time.learn(limiter.now, this.#readAt)
  }

  /** Resolves when the findings of this worker are in the database. */
  written(): Promise<unknown> {
    return Promise.all(this.#writing)
  }

  beginProbe(): void {
    this.#state = afterFinding(this.#state, { type: 'probeTaken' }, this.#ports.time.now())
  }

  /** For a probe that was not made. */
  giveUpProbe(): void {
    this.#state = afterFinding(this.#state, { type: 'probeReleased' }, this.#ports.time.now())
    this.#write('a probe could not be given back', this.#ports.store.releaseProbe(this.#connectionId))
  }

  /**
   * Reports the result of a call. True when its failure says nothing about the person, because the other side was known to be
   * down.
   */
  reportResult(result: CallResult, isProbe: boolean): boolean {
    const down = isDown(result.outcome, result.status)
    const refusedCalls = this.refusesCalls
    const isAskedToWait = this.#noteAskedToWait(result)
    if (isProbe) {
      if (down) this.#failProbe(result)
      else this.#close()
      return down
    }
    // A 429 with a request to wait does not count as a failure: the other side is up.
    if (!isAskedToWait || result.status !== 429) this.#recent.note(down, this.#ports.time.now())
    if (down && this.#state.openedAt === null && this.#recent.opensBreaker(this.#limits)) this.#open(result)
    return down && refusedCalls
  }

  #noteAskedToWait(result: CallResult): boolean {
    const now = this.#ports.clock.now().getTime()
    const askedUntil = askedToWaitUntil(result.status, result.retryAfter, now)
    if (askedUntil === null) return false
    const forMs = askedUntil - now
    const at = this.#ports.time.now()
    const until = at + forMs
    // A longer wait from an earlier request stays.
    if (this.#state.openUntil !== null && this.#state.openUntil >= until) return true
    this.#state = afterFinding(this.#state, { type: 'askedToWait', until }, at)
    this.#write(
      'the other side asked to wait, which could not be noted',
      this.#ports.store.openFor(this.#connectionId, forMs, this.#errorOf(result)),
    )
    return true
  }

  #open(result: CallResult): void {
    const error = this.#errorOf(result)
    this.#recent.forget()
    this.#find('opened')
    const work = async () => {
      if (await this.#ports.store.open(this.#connectionId, error, this.#waits())) await this.#ports.onOpened(error)
    }
    this.#write('the breaker of a connection could not be opened', work())
  }

  #close(): void {
    this.#recent.forget()
    this.#state = afterFinding(this.#state, { type: 'probeSucceeded' }, this.#ports.time.now())
    const work = async () => {
      if (await this.#ports.store.close(this.#connectionId)) await this.#ports.onClosed()
    }
    this.#write('the breaker of a connection could not be closed', work())
  }

  #failProbe(result: CallResult): void {
    this.#find('probeFailed')
    this.#write(
      'a failed probe could not be noted',
      this.#ports.store.failProbe(this.#connectionId, this.#errorOf(result), this.#waits()),
    )
  }

  /** This worker assumes the first wait; the database knows how many probes failed before. */
  #find(type: 'opened' | 'probeFailed'): void {
    const now = this.#ports.time.now()
    this.#state = afterFinding(this.#state, { type, until: now + probeAfterMs(this.#limits, 0) }, now)
  }

  #waits(): number[] {
    return Array.from({ length: 32 }, (_, probes) => probeAfterMs(this.#limits, probes))
  }

  #errorOf({ outcome, status, code }: CallResult): BreakerError {
    return { outcome, status, code, at: this.#ports.clock.now().toISOString() }
  }

  /** A finding that could not be written is found again by the next call. */
  #write(what: string, work: Promise<unknown>): void {
    const done = work
      .catch((error: unknown) => this.#ports.log.warn({ err: error, connectionId: this.#connectionId }, what))
      .finally(() => this.#writing.delete(done))
    this.#writing.add(done)
  }
}
