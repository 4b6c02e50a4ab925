import { describe, expect, it } from 'vitest'
import { askedToWaitUntil, createRecentCalls, isDown, probeAfterMs } from './breaker.ts'
import { type GateState, grantCalls, isRamping, openGate } from './call-gate.ts'
import { spacingMs } from './connection-limits.ts'

const now = 1_000_000

/** Takes blocks one after the other, as workers do, and answers every start. */
function startsOver(ms: number, limits: Parameters<typeof grantCalls>[1], from: GateState = openGate): number[] {
  const starts: number[] = []
  let gate = from
  for (let at = now; at < now + ms; at += 100) {
    const grant = grantCalls(gate, limits, 7, at)
    if (grant.kind !== 'calls') continue
    starts.push(...grant.starts)
    gate = { ...gate, nextCallAt: grant.nextCallAt }
  }
  return starts
}

const mostWithin = (starts: readonly number[], windowMs: number) =>
  Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + windowMs).length))

describe('grantCalls', () => {
  it('gives out no more in any second than the limit, and nearly as many', () => {
    for (const requestsPerSecond of [1, 5, 33, 60]) {
      const starts = startsOver(20_000, { requestsPerSecond })
      expect(mostWithin(starts, 1000), `${requestsPerSecond}`).toBeLessThanOrEqual(requestsPerSecond)
      expect(starts.length, `${requestsPerSecond}`).toBeGreaterThan(requestsPerSecond * 20 * 0.94)
    }
  })

  it('lets a burst out at once after a quiet time, and then keeps the space', () => {
    const starts = startsOver(3000, { requestsPerSecond: 5, burst: 4 })
    expect(starts.filter((at) => at <= now + 31)).toHaveLength(4)
    expect(mostWithin(starts, 1000)).toBeLessThanOrEqual(5 + 4)
  })

  it('keeps a limit a minute', () => {
    const starts = startsOver(120_000, { requestsPerMinute: 12 })
    expect(mostWithin(starts, 60_000)).toBeLessThanOrEqual(12)
    expect(starts.length).toBeGreaterThanOrEqual(23)
  })

  it('stands free without a limit', () => {
    expect(grantCalls(openGate, {}, 250, now)).toEqual({ kind: 'free' })
  })

  it('lets a single call through an open breaker when its time has come, and nobody else meanwhile', () => {
    const open: GateState = { ...openGate, openedAt: now - 5000, nextProbeAt: now + 100 }
    expect(grantCalls(open, {}, 250, now)).toMatchObject({ kind: 'shut', because: 'breaker' })
    expect(grantCalls(open, {}, 250, now + 100)).toEqual({ kind: 'probe' })
    expect(grantCalls({ ...open, isProbed: true }, {}, 250, now + 100)).toMatchObject({ kind: 'shut' })
    expect(grantCalls({ ...open, holdUntil: now + 900 }, {}, 250, now + 100)).toMatchObject({ until: now + 900 })
  })

  it('is shut until the moment that the other side asked for, and then opens slowly', () => {
    const held: GateState = { ...openGate, holdUntil: now + 2000, rampFrom: now + 2000 }
    expect(grantCalls(held, {}, 250, now)).toEqual({ kind: 'shut', because: 'asked', until: now + 2000 })
    const first = grantCalls(held, {}, 250, now + 2000)
    expect(first.kind === 'calls' && first.starts.length).toBeLessThan(15)
    expect(isRamping(held, now + 9999)).toBe(true)
    expect(grantCalls(held, {}, 250, now + 10_000)).toEqual({ kind: 'free' })
  })
})

describe('what opens the breaker', () => {
  it('is the other side being down, not a call that was wrong for one person', () => {
    const kinds = [
      ['network', null, true],
      ['timeout', null, true],
      ['httpError', 503, true],
      ['httpError', 429, true],
      ['httpError', 404, false],
      ['httpError', null, false],
      ['mappingError', null, false],
      ['succeeded', 200, false],
    ] as const
    for (const [outcome, status, down] of kinds) expect(isDown(outcome, status), `${outcome} ${status}`).toBe(down)
  })

  it('is so many failures in a row, or half of the last calls', () => {
    const inRow = createRecentCalls()
    for (let i = 0; i < 9; i++) inRow.note(true, i)
    expect(inRow.opensBreaker({})).toBe(false)
    expect(inRow.opensBreaker({ breaker: { failures: 9 } })).toBe(true)
    inRow.note(false, 10)
    inRow.note(true, 11)
    expect(inRow.opensBreaker({})).toBe(false)

    const half = createRecentCalls()
    for (let i = 0; i < 40; i++) half.note(i % 2 === 1, i)
    expect(half.opensBreaker({})).toBe(true)
    half.note(true, 60_000)
    expect(half.opensBreaker({})).toBe(false)
  })

  it('is asked about again after waits that grow up to the most', () => {
    expect([0, 1, 2, 20].map((probes) => probeAfterMs({}, probes))).toEqual([5000, 10_000, 20_000, 300_000])
    expect(probeAfterMs({ breaker: { firstProbeSeconds: 2, maxProbeSeconds: 3 } }, 5)).toBe(3000)
  })

  it('is joined by the wait that a 429 or 503 asks for', () => {
    expect(askedToWaitUntil(429, '30', now)).toBe(now + 30_000)
    expect(askedToWaitUntil(503, '5', now)).toBe(now + 5000)
    expect(askedToWaitUntil(500, '30', now)).toBeNull()
    expect(askedToWaitUntil(429, null, now)).toBeNull()
  })
})

it('the slower of two limits sets the space between calls', () => {
  expect(spacingMs({ requestsPerSecond: 10, requestsPerMinute: 60 })).toBeGreaterThan(1000)
  expect(spacingMs({})).toBe(0)
})
