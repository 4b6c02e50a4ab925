import type { Instant } from '../../time/instant.ts'
import { type CallLimits, spacingMs } from './call-limits.ts'

/** What every worker knows about the limiter of one outside system, or to one endpoint of it: the latter is never held or broken. */
export type LimiterState = {
  /** The start of the first call that no worker has taken yet; null before the first. */
  nextCallAt: Instant | null
  /** The breaker is open since then: nobody calls but for single probes. */
  openedAt: Instant | null
  nextProbeAt: Instant | null
  /** A worker is making the probe now. */
  isProbed: boolean
  /** The other side asked for quiet until then. */
  openUntil: Instant | null
  /** People go on from then, slowly at first. */
  rampFrom: Instant | null
}

export const initialLimiter: LimiterState = {
  nextCallAt: null,
  openedAt: null,
  nextProbeAt: null,
  isProbed: false,
  openUntil: null,
  rampFrom: null,
}

/** What all workers know of a limiter that calls go through, and its limits. */
export type Limiter = { state: LimiterState; limits: CallLimits }

export type Grant =
  /** Nothing limits them. */
  | { kind: 'free' }
  /** The starts of the next calls, soonest first, and what is then `nextCallAt` of each limiter; null where it stays as it is. */
  | { kind: 'calls'; starts: Instant[]; nextCallAts: (Instant | null)[] }
  /** One call, which tells whether the other side is back. */
  | { kind: 'probe'; nextCallAts: (Instant | null)[] }
  | { kind: 'denied'; because: 'breaker' | 'asked' | 'limit'; until: Instant }

/** Calls are given out so far ahead: few enough writes, and hardly any given to a worker that then has nobody for them. */
export const horizonMs = 500

/** For taking the people who are to be called. */
const leadMs = 30

/**
 * A start on the shared limiter keeps it from everybody else up to that start. Where another limiter is what spaces the calls, so
 * much of the shared one may lie idle for one block; a later start is asked for again when it is near.
 */
const idleMs = 50

/**
 * Whoever asks again for a start that was too far ahead comes so much sooner than would be in time, if as many calls are
 * before them on the shared limiter as now.
 */
const earlyMs = 5

const rampPerSecond = 20
const rampDoublesMs = 1000
const rampMs = 8000

/**
 * How many calls a worker that wants `wanted` may make, and when each may begin, so that every limiter they lead through keeps
 * its limits. The first limiter is shared with calls that do not go through the others, and the only one that a breaker shuts.
 */
export function grantCalls(limiters: readonly [Limiter, ...Limiter[]], wanted: number, now: Instant): Grant {
  const [{ state }] = limiters
  if (state.openedAt !== null) {
    const until = Math.max(state.nextProbeAt ?? now, state.openUntil ?? 0)
    if (now < until || state.isProbed)
      return { kind: 'denied', because: 'breaker', until: Math.max(until, now + horizonMs) }
    const others = limiters.map((limiter, index) => (index === 0 ? null : spaced(limiter, now)))
    const start = Math.max(now + leadMs, ...others.map((limiter) => limiter?.next ?? -Infinity))
    if (start > now + leadMs) return { kind: 'denied', because: 'limit', until: start - leadMs }
    return { kind: 'probe', nextCallAts: others.map((limiter) => limiter && after(limiter, start)) }
  }
  if (state.openUntil !== null && now < state.openUntil)
    return { kind: 'denied', because: 'asked', until: state.openUntil }

  const pace = limiters.map((limiter) => spaced(limiter, now))
  if (pace.every((limiter) => limiter === null)) return { kind: 'free' }
  const shared = pace[0]
  const starts: Instant[] = []
  let idle = 0
  while (starts.length < wanted) {
    const start = Math.max(now + leadMs, ...pace.map((limiter) => limiter?.next ?? -Infinity))
    idle += shared ? start - Math.max(now + leadMs, shared.next) : 0
    // Others who use the shared limiter up to the horizon would never leave room for one call that is asked for singly.
    const isBehindOthers = limiters.length > 1 && starts.length === 0 && start === shared?.next
    const isAhead = start > now + horizonMs * (isBehindOthers ? 2 : 1)
    if (isAhead || idle > idleMs) {
      if (starts.length > 0) break
      const comeEarly = shared && idle > 0 ? Math.max(leadMs, shared.next - now) + earlyMs : horizonMs / 2
      return { kind: 'denied', because: 'limit', until: start - comeEarly }
    }
    starts.push(start)
    for (const limiter of pace) if (limiter) limiter.next = after(limiter, start)
  }
  if (starts.length === 0) return { kind: 'denied', because: 'limit', until: now + horizonMs / 2 }
  return { kind: 'calls', starts, nextCallAts: pace.map((limiter) => limiter && limiter.next) }
}

/** Null for a limiter that takes calls as fast as they come. */
type Pace = { next: Instant; spacing: number; burst: number }

function spaced({ state, limits }: Limiter, now: Instant): Pace | null {
  const spacing = Math.max(spacingMs(limits), rampSpacingMs(state, now))
  if (spacing === 0) return null
  const burst = (limits.burst ?? 1) - 1
  const earliest = now + leadMs - burst * spacing
  return { next: Math.max(state.nextCallAt ?? earliest, earliest), spacing, burst }
}

/** What a quiet time saved up for a burst is used up or lapses. */
function after({ next, spacing, burst }: Pace, start: Instant): Instant {
  return Math.max(next, start - burst * spacing) + spacing
}

/** After a stop people go on at 20 a second, twice as many each second; after 8 seconds as fast as they can. */
function rampSpacingMs({ rampFrom }: LimiterState, now: Instant): number {
  if (rampFrom === null || now >= rampFrom + rampMs) return 0
  return 1000 / (rampPerSecond * 2 ** (Math.max(0, now - rampFrom) / rampDoublesMs))
}

export function isRamping({ rampFrom }: Pick<LimiterState, 'rampFrom'>, now: Instant): boolean {
  return rampFrom !== null && now < rampFrom + rampMs
}
