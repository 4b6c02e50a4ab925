import { nextState, type Transitions } from '../../kernel/transitions.ts'
import type { Instant } from '../../time/instant.ts'
import { isRamping, type LimiterState } from './call-limiter.ts'

export type BreakerPhase =
  /** Calls go out as the limits allow. */
  | 'closed'
  /** The other side is down: no calls. */
  | 'open'
  /** The other side is down, and one worker asks it by a single call. */
  | 'probing'
  /** The other side asked for quiet: no calls. */
  | 'quiet'
  /** The breaker was open or quiet until a moment ago: calls go out slowly at first. */
  | 'ramping'

export type BreakerEvent =
  /** This worker's calls say that the other side is down. */
  | 'opened'
  | 'probeTaken'
  /** The probe was not made. */
  | 'probeReleased'
  | 'probeFailed'
  | 'probeSucceeded'
  | 'askedToWait'

/**
 * What one worker's own findings do to the breaker. Time alone leads from `quiet` to `ramping` and from `ramping` to `closed`,
 * and what other workers found may lead anywhere. That is why a probe's result is legal in every phase: another worker may have
 * closed the breaker, or opened it again, while the probe was under way.
 */
export const breakerTransitions: Transitions<BreakerPhase, BreakerEvent> = {
  closed: {
    opened: 'open',
    probeReleased: 'closed',
    probeFailed: 'closed',
    probeSucceeded: 'ramping',
    askedToWait: 'quiet',
  },
  open: {
    probeTaken: 'probing',
    probeReleased: 'open',
    probeFailed: 'open',
    probeSucceeded: 'ramping',
    askedToWait: 'open',
  },
  probing: {
    probeReleased: 'open',
    probeFailed: 'open',
    probeSucceeded: 'ramping',
    askedToWait: 'probing',
  },
  quiet: {
    opened: 'open',
    probeReleased: 'quiet',
    probeFailed: 'quiet',
    probeSucceeded: 'ramping',
    askedToWait: 'quiet',
  },
  ramping: {
    opened: 'open',
    probeReleased: 'ramping',
    probeFailed: 'ramping',
    probeSucceeded: 'ramping',
    askedToWait: 'quiet',
  },
}

export function breakerPhase(state: LimiterState, now: Instant): BreakerPhase {
  if (state.openedAt !== null) return state.isProbed ? 'probing' : 'open'
  if (state.openUntil !== null && now < state.openUntil) return 'quiet'
  return isRamping(state, now) ? 'ramping' : 'closed'
}

/** `until` belongs to `opened` and `probeFailed`: the next probe; and to `askedToWait`: the end of the quiet. */
export type BreakerFinding =
  | { type: 'opened' | 'probeFailed' | 'askedToWait'; until: Instant }
  | { type: 'probeTaken' | 'probeReleased' | 'probeSucceeded' }

/** The breaker after a finding of this worker. Throws where the finding is illegal. */
export function afterFinding(state: LimiterState, finding: BreakerFinding, now: Instant): LimiterState {
  nextState('breaker', breakerTransitions, breakerPhase(state, now), finding.type)
  switch (finding.type) {
    case 'opened':
      return { ...state, openedAt: now, nextProbeAt: finding.until, isProbed: false }
    case 'probeTaken':
      return { ...state, isProbed: true }
    case 'probeReleased':
      return { ...state, isProbed: false }
    case 'probeFailed':
      return { ...state, isProbed: false, nextProbeAt: finding.until }
    case 'probeSucceeded':
      return { ...state, openedAt: null, nextProbeAt: null, isProbed: false, openUntil: null, rampFrom: now }
    case 'askedToWait':
      return { ...state, openUntil: finding.until, rampFrom: finding.until }
  }
}
