import type { Instant } from '../time/instant.ts'
import { type ConnectionLimits, spacingMs } from './connection-limits.ts'

/** What every worker knows about the way to one outside system. */
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

export type Grant =
  /** Nothing stands in the way. */
  | { kind: 'free' }
  /** The starts of the next calls, soonest first, and what is then `nextCallAt`. */
  | { kind: 'calls'; starts: Instant[]; nextCallAt: Instant }
  /** One call, which tells whether the other side is back. */
  | { kind: 'probe' }
  | { kind: 'shut'; because: 'breaker' | 'asked' | 'limit'; until: Instant }

/** Calls are given out so far ahead: few enough writes, and hardly any given to a worker that then has nobody for them. */
export const horizonMs = 500

/** For taking the people who are to be called. */
const leadMs = 30

const rampPerSecond = 20
const rampDoublesMs = 1000
const rampMs = 8000

/** How many calls a worker that wants `wanted` may make, and when each may begin. */
export function grantCalls(gate: GateState, limits: ConnectionLimits, wanted: number, now: Instant): Grant {
  if (gate.openedAt !== null) {
    const until = Math.max(gate.nextProbeAt ?? now, gate.holdUntil ?? 0)
    if (now >= until && !gate.isProbed) return { kind: 'probe' }
    return { kind: 'shut', because: 'breaker', until: Math.max(until, now + horizonMs) }
  }
  if (gate.holdUntil !== null && now < gate.holdUntil) return { kind: 'shut', because: 'asked', until: gate.holdUntil }

  const spacing = Math.max(spacingMs(limits), rampSpacingMs(gate, now))
  if (spacing === 0) return { kind: 'free' }
  const earliest = now + leadMs - ((limits.burst ?? 1) - 1) * spacing
  const first = Math.max(gate.nextCallAt ?? earliest, earliest)
  const count = Math.min(wanted, Math.floor((now + horizonMs - first) / spacing) + 1)
  if (count <= 0) return { kind: 'shut', because: 'limit', until: first - horizonMs / 2 }
  return {
    kind: 'calls',
    starts: Array.from({ length: count }, (_, index) => Math.max(now + leadMs, first + index * spacing)),
    nextCallAt: first + count * spacing,
  }
}

/** After a stop people go on at 20 a second, twice as many each second; after 8 seconds as fast as they can. */
function rampSpacingMs({ rampFrom }: GateState, now: Instant): number {
  if (rampFrom === null || now >= rampFrom + rampMs) return 0
  return 1000 / (rampPerSecond * 2 ** (Math.max(0, now - rampFrom) / rampDoublesMs))
}

export function isRamping({ rampFrom }: Pick<GateState, 'rampFrom'>, now: Instant): boolean {
  return rampFrom !== null && now < rampFrom + rampMs
}
