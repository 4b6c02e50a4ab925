import type { Instant } from '../../time/instant.ts'
import { type ConnectionLimits, usualBreaker } from '../limits/connection-limits.ts'
import type { CalloutOutcome } from './callout-outcome.ts'
import { maxRetryAfterMs, retryAfterMs } from './retry-policy.ts'

const rateWindowMs = 30_000
const rateFromCalls = 20

/** The results of a worker's recent calls through a connection. */
export type RecentCalls = {
  /** `isDown` of a call that finished at `at`. */
  note(isDown: boolean, at: Instant): void
  /**
   * True after this many failures in a row, or when half of the calls of about the last 30 seconds failed, where there
   * were 20 or more.
   */
  opensBreaker(limits: ConnectionLimits): boolean
  forget(): void
}

/** Two halves of the window are counted in turn, so that a call costs one addition and no memory. */
export function createRecentCalls(): RecentCalls {
  let inRow = 0
  let current = { from: -Infinity, calls: 0, down: 0 }
  let before = { calls: 0, down: 0 }
  return {
    note(isDown, at) {
      const age = at - current.from
      if (age >= rateWindowMs / 2) {
        before = age >= rateWindowMs ? { calls: 0, down: 0 } : current
        current = { from: at, calls: 0, down: 0 }
      }
      current.calls++
      if (isDown) current.down++
      inRow = isDown ? inRow + 1 : 0
    },
    opensBreaker({ breaker }) {
      if (inRow >= (breaker?.failures ?? usualBreaker.failures)) return true
      const calls = before.calls + current.calls
      return inRow > 0 && calls >= rateFromCalls && (before.down + current.down) * 2 >= calls
    },
    forget() {
      inRow = 0
      current = { from: -Infinity, calls: 0, down: 0 }
      before = { calls: 0, down: 0 }
    },
  }
}

/** Whether the result shows that the other system is down, in contrast to a call that failed for one participant. */
export function isDown(outcome: CalloutOutcome, status: number | null): boolean {
  if (outcome === 'network' || outcome === 'timeout') return true
  return outcome === 'httpError' && status !== null && (status >= 500 || status === 429)
}

/** The delay from the `probes`-th failed probe to the next probe; 0 is the opening itself. */
export function probeAfterMs({ breaker }: ConnectionLimits, probes: number): number {
  const first = (breaker?.firstProbeSeconds ?? usualBreaker.firstProbeSeconds) * 1000
  const most = (breaker?.maxProbeSeconds ?? usualBreaker.maxProbeSeconds) * 1000
  return Math.max(first, Math.min(most, first * 2 ** Math.min(probes, 30)))
}

/** Until when the other system asks all callers to wait; null when it does not. */
export function askedToWaitUntil(status: number | null, retryAfter: string | null, now: Instant): Instant | null {
  if (status !== 429 && status !== 503) return null
  const ms = retryAfterMs(retryAfter, now)
  return ms === null || ms <= 0 ? null : now + Math.min(ms, maxRetryAfterMs)
}
