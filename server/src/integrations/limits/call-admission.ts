import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { CallLimiter } from './call-limiter.ts'
import type { Permit } from './permit.ts'

export type AdmissionState =
  /** Nobody may begin: the limiter was not asked yet, denied, or its permits are used up. */
  | 'shut'
  /** The effect goes through no connection. */
  | 'unlimited'
  /** The limiter is free: only a breaker that opens meanwhile shuts it. */
  | 'free'
  /** Whoever begins takes one of the permits that were granted. */
  | 'permitted'

type Asked = 'noLimiter' | 'free' | 'granted' | 'denied'

/** The limiter may be asked again in any state. What it says leads to one state, wherever it is asked. */
const asked = { noLimiter: 'unlimited', free: 'free', granted: 'permitted', denied: 'shut' } as const
const admissionTransitions: Transitions<AdmissionState, Asked | 'let' | 'refused' | 'released'> = {
  shut: { ...asked, released: 'shut' },
  unlimited: { ...asked, let: 'unlimited', released: 'unlimited' },
  free: { ...asked, let: 'free', refused: 'free', released: 'free' },
  permitted: { ...asked, let: 'permitted', refused: 'shut', released: 'shut' },
}

/** Stands before one step while its people are worked on: lets in as many as can be called soon, each when the permit begins. */
export class CallAdmission {
  /** When `capacity` said 0: how long to wait before asking again. 0 where no limiter says so. */
  retryAfterMs = 0
  readonly #find: () => Promise<CallLimiter | null>
  #state: AdmissionState = 'shut'
  #limiter: CallLimiter | null = null
  #permits: Permit[] = []

  /** `find` answers null for a step whose effect goes through no connection. */
  constructor(find: () => Promise<CallLimiter | null>) {
    this.#find = find
  }

  get state(): AdmissionState {
    return this.#state
  }

  #move(event: Asked | 'let' | 'refused' | 'released'): void {
    this.#state = nextState('call admission', admissionTransitions, this.#state, event)
  }

  /** How many people may be taken now; at 0 `retryAfterMs` says when to ask again. */
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

  /** So many permits found a person; the others are released. */
  releaseUnused(used: number): void {
    this.#releaseFrom(used)
  }

  /** Waits until the next of them may begin; `denied` when those who are left have to be given back. */
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
