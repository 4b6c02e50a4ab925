import type { Instant } from '../../time/instant.ts'
import { type CallLimits, spacingMs } from './call-limits.ts'

/** What every worker knows about the way to one outside system, or to one endpoint of it: the latter is never held or broken. */
export type GateState = {
  /** The start of the first call that no worker has taken yet; null before the first. */
  nextCallAt: Instant | null
  /** The breaker is open since then: nobody calls but for single probes. */
  openedAt: Instant | null
  nextProbeAt: Instant | null
  /** A worker is making the probe now. */
  isProbed: boolean
  /** The other side asked for quiet until then. */
  holdUntil: Instant | null
  /** People go on from then, slowly at first. */
  rampFrom: Instant | null
}

export const openGate: GateState = {
  nextCallAt: null,
  openedAt: null,
  nextProbeAt: null,
  isProbed: false,
  holdUntil: null,
  rampFrom: null,
}

/** A gate that calls have to pass, and the limits that hold for them there. */
export type Way = { gate: GateState; limits: CallLimits }

export type Grant =
  /** Nothing stands in the way. */
  | { kind: 'free' }
  /** The starts of the next calls, soonest first, and what is then `nextCallAt` of each way; null where it stays as it is. */
  | { kind: 'calls'; starts: Instant[]; nextCallAts: (Instant | null)[] }
  /** One call, which tells whether the other side is back. */
  | { kind: 'probe'; nextCallAts: (Instant | null)[] }
  | { kind: 'shut'; because: 'breaker' | 'asked' | 'limit'; until: Instant }

/** Calls are given out so far ahead: few enough writes, and hardly any given to a worker that then has nobody for them. */
export const horizonMs = 500

/** For taking the people who are to be called. */
const leadMs = 30

/**
 * A start on the shared way keeps it from everybody else up to that start. Where another way is what spaces the calls, so
 * much of the shared one may lie idle for one block; a later start is asked for again when it is near.
 */
const idleMs = 50

/**
 * Whoever asks again for a start that was too far ahead comes so much sooner than would be in time, if as many calls are
 * before them on the shared way as now.
 */
const earlyMs = 5

const rampPerSecond = 20
const rampDoublesMs = 1000
const rampMs = 8000

/**
 * How many calls a worker that wants `wanted` may make, and when each may begin, so that every way they lead through keeps
 * its limits. The first way is shared with calls that do not go through the others, and the only one that a breaker shuts.
 */
export function grantCalls(ways: readonly [Way, ...Way[]], wanted: number, now: Instant): Grant {
  const [{ gate }] = ways
  if (gate.openedAt !== null) {
    const until = Math.max(gate.nextProbeAt ?? now, gate.holdUntil ?? 0)
    if (now < until || gate.isProbed)
      return { kind: 'shut', because: 'breaker', until: Math.max(until, now + horizonMs) }
    const others = ways.map((way, index) => (index === 0 ? null : spaced(way, now)))
    const start = Math.max(now + leadMs, ...others.map((way) => way?.next ?? -Infinity))
    if (start > now + leadMs) return { kind: 'shut', because: 'limit', until: start - leadMs }
    return { kind: 'probe', nextCallAts: others.map((way) => way && after(way, start)) }
  }
  if (gate.holdUntil !== null && now < gate.holdUntil) return { kind: 'shut', because: 'asked', until: gate.holdUntil }

  const pace = ways.map((way) => spaced(way, now))
  if (pace.every((way) => way === null)) return { kind: 'free' }
  const shared = pace[0]
  const starts: Instant[] = []
  let idle = 0
  while (starts.length < wanted) {
    const start = Math.max(now + leadMs, ...pace.map((way) => way?.next ?? -Infinity))
    idle += shared ? start - Math.max(now + leadMs, shared.next) : 0
    // Others who use the shared way up to the horizon would never leave room for one call that is asked for singly.
    const isBehindOthers = ways.length > 1 && starts.length === 0 && start === shared?.next
    const isAhead = start > now + horizonMs * (isBehindOthers ? 2 : 1)
    if (isAhead || idle > idleMs) {
      if (starts.length > 0) break
      const comeEarly = shared && idle > 0 ? Math.max(leadMs, shared.next - now) + earlyMs : horizonMs / 2
      return { kind: 'shut', because: 'limit', until: start - comeEarly }
    }
    starts.push(start)
    for (const way of pace) if (way) way.next = after(way, start)
  }
  if (starts.length === 0) return { kind: 'shut', because: 'limit', until: now + horizonMs / 2 }
  return { kind: 'calls', starts, nextCallAts: pace.map((way) => way && way.next) }
}

/** Null for a way that takes calls as fast as they come. */
type Pace = { next: Instant; spacing: number; burst: number }

function spaced({ gate, limits }: Way, now: Instant): Pace | null {
  const spacing = Math.max(spacingMs(limits), rampSpacingMs(gate, now))
  if (spacing === 0) return null
  const burst = (limits.burst ?? 1) - 1
  const earliest = now + leadMs - burst * spacing
  return { next: Math.max(gate.nextCallAt ?? earliest, earliest), spacing, burst }
}

/** What a quiet time saved up for a burst is used up or lapses. */
function after({ next, spacing, burst }: Pace, start: Instant): Instant {
  return Math.max(next, start - burst * spacing) + spacing
}

/** After a stop people go on at 20 a second, twice as many each second; after 8 seconds as fast as they can. */
function rampSpacingMs({ rampFrom }: GateState, now: Instant): number {
  if (rampFrom === null || now >= rampFrom + rampMs) return 0
  return 1000 / (rampPerSecond * 2 ** (Math.max(0, now - rampFrom) / rampDoublesMs))
}

export function isRamping({ rampFrom }: Pick<GateState, 'rampFrom'>, now: Instant): boolean {
  return rampFrom !== null && now < rampFrom + rampMs
}
