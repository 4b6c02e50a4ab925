import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { LimiterKey } from './call-limiter.repository.ts'

export type QuotaPhase =
  /** Holds no places. Other workers do not count this one among the workers that need places. */
  | 'unlisted'
  /** Holds places; places that are not in use serve the next calls. */
  | 'listed'
  /** Holds places, and a timer runs that gives unused places back. */
  | 'resting'

const quotaTransitions: Transitions<QuotaPhase, 'granted' | 'rested' | 'kept' | 'givenBack'> = {
  unlisted: { granted: 'listed' },
  listed: { granted: 'listed', rested: 'resting', givenBack: 'unlisted' },
  // A grant does not restart the timer: the places that are unused at its end go back.
  resting: { granted: 'resting', kept: 'listed', givenBack: 'unlisted' },
}

/** Places under the concurrency limit that this worker has not used for this time are given to other workers. */
const idleMs = 500

/** One worker's share of a limiter. */
export class LocalQuota {
  readonly key: LimiterKey
  /** How many places of the concurrency limit belong to this worker. */
  concurrency = 0
  /** By `clock.monotonic()`. */
  concurrencyAt = -Infinity
  /** When the database last had no more places. */
  fullAt = -Infinity
  /** How many calls have a permit. */
  underWay = 0
  startedAt = -Infinity
  #phase: QuotaPhase = 'unlisted'
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #release: () => Promise<void>
  #last: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  /** `release` gives all places of this worker back. It does not reject. */
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

  /** Sets the values of the last grant; null where nothing changed. */
  update(concurrency: number | null, isFull: boolean): void {
    const at = this.#clock.monotonic()
    if (isFull) this.fullAt = at
    if (concurrency === null) return
    this.#move('granted')
    this.concurrency = concurrency
    this.concurrencyAt = at
  }

  /** Runs one piece of work at a time, so that the taken places and the places in use always agree. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }

  /** Starts the timer that gives idle places back. */
  rest(): void {
    if (this.#phase !== 'listed' || this.underWay > 0) return
    this.#move('rested')
    this.#timer = setTimeout(() => void this.alone(() => this.giveBackIdle()), idleMs)
  }

  /** Runs when the timer ends. Must be called inside `alone`. */
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
