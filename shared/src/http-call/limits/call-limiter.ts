import type { Instant } from '../../time/instant.ts'
import { type CallLimits, spacingMs } from './call-limits.ts'

/**
 * The shared state of the limiter of a connection, or of one action of it. The breaker and `openUntil` apply only to
 * the connection.
 */
export type LimiterState = {
  /** The start of the first call that no worker has taken yet; null before the first. */
  nextCallAt: Instant | null
  /** The breaker has been open since then: only single probes are made. */
  openedAt: Instant | null
  nextProbeAt: Instant | null
  /** A worker is making the probe now. */
  isProbed: boolean
  /** The other system asked all callers to wait until then. */
  openUntil: Instant | null
  /** Calls resume from then, slowly at first. */
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

/** The shared state of a limiter, and its limits. */
export type Limiter = { state: LimiterState; limits: CallLimits }

export type Grant =
  /** No limit applies. */
  | { kind: 'free' }
  /**
   * The starts of the next calls, earliest first, and the new `nextCallAt` of each limiter; null where it does not
   * change.
   */
  | { kind: 'calls'; starts: Instant[]; nextCallAts: (Instant | null)[] }
  /** One call that tests whether the other system is available again. */
  | { kind: 'probe'; nextCallAts: (Instant | null)[] }
  | { kind: 'denied'; because: 'breaker' | 'asked' | 'limit'; until: Instant }

/**
 * Calls are granted this far ahead: long enough for few writes, short enough that a worker rarely holds granted calls
 * without enrollments for them.
 */
export const horizonMs = 500

/** The time for claiming the enrollments to call for. */
const leadMs = 30

/**
 * A start on the shared limiter blocks it for all other calls up to that start. Where another limiter determines the
 * spacing, the shared one may be idle for this long within one block. A later start must be asked for again when it is
 * near.
 */
const idleMs = 50

/**
 * A worker that was denied because the start was too far ahead asks again this much earlier than necessary, assuming
 * that as many calls are ahead of it on the shared limiter as now.
 */
const earlyMs = 5

const rampPerSecond = 20
const rampDoublesMs = 1000
const rampMs = 8000

/**
 * How many of the `wanted` calls a worker may make, and when each may start, so that every limiter on the way keeps its
 * limits. The first limiter is shared with calls that do not use the others, and only the first has a breaker.
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
    // Other calls that fill the shared limiter up to the horizon would never leave room for a call that is asked for
    // singly. Such a call may start up to twice as far ahead.
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

/** Null for a limiter without a spacing. */
type Pace = { next: Instant; spacing: number; burst: number }

function spaced({ state, limits }: Limiter, now: Instant): Pace | null {
  const spacing = Math.max(spacingMs(limits), rampSpacingMs(state, now))
  if (spacing === 0) return null
  const burst = (limits.burst ?? 1) - 1
  const earliest = now + leadMs - burst * spacing
  return { next: Math.max(state.nextCallAt ?? earliest, earliest), spacing, burst }
}

/** Unused burst capacity is consumed or lapses. */
function after({ next, spacing, burst }: Pace, start: Instant): Instant {
  return Math.max(next, start - burst * spacing) + spacing
}

/** After an outage, calls resume at 20 a second and double each second; after 8 seconds the limit ends. */
function rampSpacingMs({ rampFrom }: LimiterState, now: Instant): number {
  if (rampFrom === null || now >= rampFrom + rampMs) return 0
  return 1000 / (rampPerSecond * 2 ** (Math.max(0, now - rampFrom) / rampDoublesMs))
}

export function isRamping({ rampFrom }: Pick<LimiterState, 'rampFrom'>, now: Instant): boolean {
  return rampFrom !== null && now < rampFrom + rampMs
}
