import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { LimiterKey } from './call-limiter.repository.ts'

export type QuotaPhase =
  /** Holds no places. Other workers do not count this one among those who want some. */
  | 'unlisted'
  /** Holds places: those not in use serve the next calls. */
  | 'listed'
  /** Holds places, and a timer runs that gives them back unless calls use them. */
  | 'resting'

const quotaTransitions: Transitions<QuotaPhase, 'granted' | 'rested' | 'kept' | 'givenBack'> = {
  unlisted: { granted: 'listed' },
  listed: { granted: 'listed', rested: 'resting', givenBack: 'unlisted' },
  // The timer is not set anew by a grant: what it finds unused at its end goes back.
  resting: { granted: 'resting', kept: 'listed', givenBack: 'unlisted' },
}

/** Places under the concurrency limit that nobody here uses are for other workers after this time. */
const idleMs = 500

/** One worker's part of a limiter. */
export class LocalQuota {
  readonly key: LimiterKey
  /** Places of the concurrency limit that are this worker's. */
  concurrency = 0
  /** By `clock.monotonic()`. */
  concurrencyAt = -Infinity
  /** When it was last found that there are no more places. */
  fullAt = -Infinity
  /** Calls with a permit. */
  underWay = 0
  startedAt = -Infinity
  #phase: QuotaPhase = 'unlisted'
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #release: () => Promise<void>
  #last: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  /** `release` gives all places of this worker back to the others. It does not reject. */
  constructor(key: LimiterKey, clock: Pick<Clock, 'monotonic'>, release: () => Promise<void>) {
    this.key = key
    this.#clock = clock
    this.#release = release
  }

  get phase(): QuotaPhase {
    return this.#phase
  }

  #move(event: 'granted' | 'rested' | 'kept' | 'givenBack'): void {
    this.#phase = nextState('local quota', quotaTransitions, this.#phase, event)
  }

  /** From now on; null where nothing changed. */
  update(concurrency: number | null, isFull: boolean): void {
    const at = this.#clock.monotonic()
    if (isFull) this.fullAt = at
    if (concurrency === null) return
    this.#move('granted')
    this.concurrency = concurrency
    this.concurrencyAt = at
  }

  /** One at a time, so that what is taken and what is in use always fit together. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }

  /** Gives idle places back before long. */
  rest(): void {
    if (this.#phase !== 'listed' || this.underWay > 0) return
    this.#move('rested')
    this.#timer = setTimeout(() => void this.alone(() => this.giveBackIdle()), idleMs)
  }

  /** What the timer does at its end. Only inside `alone`. */
  async giveBackIdle(): Promise<void> {
    if (this.#phase === 'unlisted') return
    if (this.underWay > 0) return this.#move('kept')
    this.#move('givenBack')
    this.concurrency = 0
    this.concurrencyAt = -Infinity
    await this.#release()
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    this.underWay = 0
    await this.alone(() => this.giveBackIdle())
  }
}
