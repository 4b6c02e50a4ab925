import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { CallLimiter } from './call-limiter.ts'
import type { Permit } from './permit.ts'

export type AdmissionState =
  /** No effect may begin: the limiter was not asked yet, denied, or its permits are used up. */
  | 'shut'
  /** The effect goes through no connection. */
  | 'unlimited'
  /** The limiter is free: only a breaker that opens meanwhile blocks effects. */
  | 'free'
  /** Each effect that begins takes one of the granted permits. */
  | 'permitted'

type Asked = 'noLimiter' | 'free' | 'granted' | 'denied'

/** The limiter may be asked again in any state. Its answer leads to the same state from each of them. */
const asked = { noLimiter: 'unlimited', free: 'free', granted: 'permitted', denied: 'shut' } as const
const admissionTransitions: Transitions<AdmissionState, Asked | 'let' | 'refused' | 'released'> = {
  shut: { ...asked, released: 'shut' },
  unlimited: { ...asked, let: 'unlimited', released: 'unlimited' },
  free: { ...asked, let: 'free', refused: 'free', released: 'free' },
  permitted: { ...asked, let: 'permitted', refused: 'shut', released: 'shut' },
}

/** Controls which people of one step may be called: admits as many as can be called soon, each when its permit begins. */
export class CallAdmission {
  /** How long to wait before asking again when `capacity` returned 0. 0 where no limiter gives a time. */
  retryAfterMs = 0
  readonly #find: () => Promise<CallLimiter | null>
  #state: AdmissionState = 'shut'
  #limiter: CallLimiter | null = null
  #permits: Permit[] = []

  /** `find` returns null for a step whose effect uses no connection. */
  constructor(find: () => Promise<CallLimiter | null>) {
    this.#find = find
  }

  get state(): AdmissionState {
    return this.#state
  }

  #move(event: Asked | 'let' | 'refused' | 'released'): void {
    this.#state = nextState('call admission', admissionTransitions, this.#state, event)
  }

  /** How many people may be leased now; at 0 `retryAfterMs` says when to ask again. */
  async capacity(wanted: number): Promise<number> {
    this.#releaseFrom(0)
    this.retryAfterMs = 0
    const limiter = await this.#find()
    this.#limiter = limiter
    if (limiter === null) {
      this.#move('noLimiter')
      return wanted
    }
    const answer = await limiter.acquire(wanted)
    if (answer === 'free') {
      this.#move('free')
      return wanted
    }
    this.#permits = answer
    this.#move(answer.length > 0 ? 'granted' : 'denied')
    if (answer.length === 0) this.retryAfterMs = limiter.retryAfterMs
    return answer.length
  }

  /** `used` permits have a person; the others are released. */
  releaseUnused(used: number): void {
    this.#releaseFrom(used)
  }

  /** Waits until the next person may begin. `denied` means that the remaining people have to be given back. */
  async acquire(): Promise<Permit | null | 'denied'> {
    if (this.#state !== 'permitted') {
      const isRefused = this.#limiter?.refusesCalls === true
      this.#move(isRefused ? 'refused' : 'let')
      return isRefused ? 'denied' : null
    }
    for (let permit = this.#permits.shift(); permit; permit = this.#permits.shift()) {
      if (await permit.limiter.start(permit)) {
        this.#move('let')
        return permit
      }
      permit.limiter.release(permit)
    }
    this.#move('refused')
    return 'denied'
  }

  release(): void {
    this.#releaseFrom(0)
    this.#move('released')
  }

  #releaseFrom(from: number): void {
    for (const permit of this.#permits.splice(from)) permit.limiter.release(permit)
  }
}
