import type { Clock } from '../../kernel/clock.ts'

/** A pause reaches people who are leased but not begun within this time. */
const liveCheckMs = 500

/** Which version of a journey is live, as one run knows it: asked again when the knowledge is old. */
export class LiveVersion {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #read: () => Promise<number | null>
  #number: number
  #isLive = true
  #readAt: number

  /** `read` answers null while the journey does not run. */
  constructor(clock: Pick<Clock, 'monotonic'>, number: number, read: () => Promise<number | null>) {
    this.#clock = clock
    this.#number = number
    this.#read = read
    this.#readAt = clock.monotonic()
  }

  /** The last one that was live. */
  get number(): number {
    return this.#number
  }

  learn(number: number | null): void {
    this.#isLive = number !== null
    this.#number = number ?? this.#number
    this.#readAt = this.#clock.monotonic()
  }

  async isLive(): Promise<boolean> {
    if (this.#clock.monotonic() - this.#readAt > liveCheckMs) this.learn(await this.#read())
    return this.#isLive
  }
}
