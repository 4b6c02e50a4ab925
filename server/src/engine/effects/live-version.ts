import type { Clock } from '../../kernel/clock.ts'

/** People who are leased but not begun notice a pause within this time. */
const liveCheckMs = 500

/** The live version of a journey as one run knows it. The value is read again when it is too old. */
export class LiveVersion {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #read: () => Promise<number | null>
  #number: number
  #isLive = true
  #readAt: number

  /** `read` returns null while the journey does not run. */
  constructor(clock: Pick<Clock, 'monotonic'>, number: number, read: () => Promise<number | null>) {
    this.#clock = clock
    this.#number = number
    this.#read = read
    this.#readAt = clock.monotonic()
  }

  /** The number of the last live version. */
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
