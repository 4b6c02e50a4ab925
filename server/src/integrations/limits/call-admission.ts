import type { CallLimiter, Permit } from './call-limiter.ts'

/** Stands before one step while its people are worked on: lets in as many as can be called soon, each when the permit begins. */
export type CallAdmission = {
  /** How many people may be taken now; at 0 `retryAfterMs` says when to ask again. */
  capacity(wanted: number): Promise<number>
  /** So many permits found a person; the others are released. */
  releaseUnused(used: number): void
  retryAfterMs: number
  /** Waits until the next of them may begin; `denied` when those who are left have to be given back. */
  acquire(): Promise<Permit | null | 'denied'>
  release(): void
}

/** `find` answers null for a step whose effect goes through no connection. */
export function createCallAdmission(find: () => Promise<CallLimiter | null>): CallAdmission {
  let limiter: CallLimiter | null = null
  let permits: Permit[] | 'free' = 'free'

  const releaseFrom = (from: number) => {
    if (permits === 'free') return
    for (const permit of permits.splice(from)) permit.limiter.release(permit)
  }
  const admission: CallAdmission = {
    retryAfterMs: 0,
    async capacity(wanted) {
      releaseFrom(0)
      limiter = await find()
      permits = limiter === null ? 'free' : await limiter.acquire(wanted)
      const capacity = permits === 'free' ? wanted : permits.length
      admission.retryAfterMs = capacity === 0 && limiter ? limiter.retryAfterMs : 0
      return capacity
    },
    releaseUnused(used) {
      releaseFrom(used)
    },
    async acquire() {
      if (limiter === null) return null
      if (permits === 'free') return limiter.refusesCalls ? 'denied' : null
      for (let permit = permits.shift(); permit; permit = permits.shift()) {
        if (await limiter.start(permit)) return permit
        limiter.release(permit)
      }
      return 'denied'
    },
    release: () => releaseFrom(0),
  }
  return admission
}
