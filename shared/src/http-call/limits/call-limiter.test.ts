import { describe, expect, it } from 'vitest'
import { askedToWaitUntil, createRecentCalls, isDown, probeAfterMs } from '../failures/breaker.ts'
import { type LimiterState, grantCalls, isRamping, initialLimiter } from './call-limiter.ts'
import { type CallLimits, spacingMs } from './call-limits.ts'

const now = 1_000_000

/** Takes blocks one after another, as workers do, and returns every start. */
function startsOver(ms: number, limits: CallLimits, from: LimiterState = initialLimiter): number[] {
  const starts: number[] = []
  let state = from
  for (let at = now; at < now + ms; at += 100) {
    const grant = grantCalls([{ state, limits }], 7, at)
    if (grant.kind !== 'calls') continue
    starts.push(...grant.starts)
    state = { ...state, nextCallAt: grant.nextCallAts[0]! }
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
    expect(grantCalls([{ state: initialLimiter, limits: {} }], 250, now)).toEqual({ kind: 'free' })
  })

  it('lets a single call through an open breaker when its time has come, and nobody else meanwhile', () => {
    const open: LimiterState = { ...initialLimiter, openedAt: now - 5000, nextProbeAt: now + 100 }
    expect(grantCalls([{ state: open, limits: {} }], 250, now)).toMatchObject({ kind: 'denied', because: 'breaker' })
    expect(grantCalls([{ state: open, limits: {} }], 250, now + 100)).toEqual({ kind: 'probe', nextCallAts: [null] })
    expect(grantCalls([{ state: { ...open, isProbed: true }, limits: {} }], 250, now + 100)).toMatchObject({
      kind: 'denied',
    })
    expect(grantCalls([{ state: { ...open, openUntil: now + 900 }, limits: {} }], 250, now + 100)).toMatchObject({
      until: now + 900,
    })
  })

  it('is shut until the moment that the other side asked for, and then opens slowly', () => {
    const quiet: LimiterState = { ...initialLimiter, openUntil: now + 2000, rampFrom: now + 2000 }
    expect(grantCalls([{ state: quiet, limits: {} }], 250, now)).toEqual({
      kind: 'denied',
      because: 'asked',
      until: now + 2000,
    })
    const first = grantCalls([{ state: quiet, limits: {} }], 250, now + 2000)
    expect(first.kind === 'calls' && first.starts.length).toBeLessThan(15)
    expect(isRamping(quiet, now + 9999)).toBe(true)
    expect(grantCalls([{ state: quiet, limits: {} }], 250, now + 10_000)).toEqual({ kind: 'free' })
  })
})

describe('grantCalls through two limiters', () => {
  type Starts = { tight: number[]; shared: number[] }

  /**
   * Calls an action with its own limits beside all other calls of its connection, asking again at the returned time.
   */
  function startsBeside(ms: number, options: { connection: CallLimits; action: CallLimits; others: boolean }): Starts {
    const starts: Starts = { tight: [], shared: [] }
    let [connection, action] = [initialLimiter, initialLimiter]
    let askAt = now
    for (let at = now; at < now + ms; at += 5) {
      if (at >= askAt) {
        const limiters = [
          { state: connection, limits: options.connection },
          { state: action, limits: options.action },
        ] as const
        const grant = grantCalls([...limiters], 250, at)
        if (grant.kind === 'denied') askAt = grant.until
        if (grant.kind === 'calls') {
          starts.tight.push(...grant.starts)
          connection = { ...connection, nextCallAt: grant.nextCallAts[0]! }
          action = { ...action, nextCallAt: grant.nextCallAts[1]! }
          askAt = grant.starts.at(-1)!
        }
      }
      if (!options.others) continue
      const grant = grantCalls([{ state: connection, limits: options.connection }], 250, at)
      if (grant.kind !== 'calls') continue
      starts.shared.push(...grant.starts)
      connection = { ...connection, nextCallAt: grant.nextCallAts[0]! }
    }
    return starts
  }

  it.each([
    [1, 50],
    [10, 50],
    [20, 50],
    [45, 50],
    [100, 300],
    [90, 30],
  ])('keep both, an action of %i a second and a connection of %i, and are used', (perSecond, ofConnection) => {
    const limits = { connection: { requestsPerSecond: ofConnection }, action: { requestsPerSecond: perSecond } }
    const alone = startsBeside(20_000, { ...limits, others: false }).tight
    const most = Math.min(perSecond, ofConnection)
    expect(mostWithin(alone, 1000)).toBeLessThanOrEqual(most)
    expect(alone.length / 20).toBeGreaterThan(most * 0.75)

    const { tight, shared } = startsBeside(20_000, { ...limits, others: true })
    expect(mostWithin(tight, 1000)).toBeLessThanOrEqual(perSecond)
    expect(mostWithin([...tight, ...shared], 1000)).toBeLessThanOrEqual(ofConnection)
    expect((tight.length + shared.length) / 20).toBeGreaterThan(ofConnection * 0.85)
    // Asked for one at a time beside others that use all the capacity, these calls get a fair part of it, though not
    // all that they may make.
    expect(tight.length / 20).toBeGreaterThanOrEqual(Math.min(perSecond, 2) * 0.95)
  })

  it('leaves the shared limiter to others while the start on the other one is far ahead', () => {
    const action: LimiterState = { ...initialLimiter, nextCallAt: now + 400 }
    const limiters = [
      { state: initialLimiter, limits: { requestsPerSecond: 50 } },
      { state: action, limits: { requestsPerSecond: 2 } },
    ] as const
    const early = grantCalls([...limiters], 5, now)
    expect(early).toEqual({ kind: 'denied', because: 'limit', until: now + 365 })
    expect(grantCalls([...limiters], 5, now + 365)).toMatchObject({ kind: 'calls', starts: [now + 400] })
  })

  it('takes no start far ahead, also where the shared limiter is the slow one', () => {
    const connection: LimiterState = { ...initialLimiter, nextCallAt: now + 30_000 }
    const grant = grantCalls(
      [
        { state: connection, limits: { requestsPerMinute: 1 } },
        { state: initialLimiter, limits: { requestsPerSecond: 1 } },
      ],
      1,
      now,
    )
    expect(grant).toMatchObject({ kind: 'denied', because: 'limit' })
  })

  it('gives out a whole block at once where only the action is limited', () => {
    const limiters = [
      { state: initialLimiter, limits: {} },
      { state: initialLimiter, limits: { requestsPerSecond: 10 } },
    ] as const
    const grant = grantCalls([...limiters], 250, now)
    expect(grant).toMatchObject({ kind: 'calls', nextCallAts: [null, expect.any(Number)] })
    expect(grant.kind === 'calls' && grant.starts).toHaveLength(5)
  })

  it('makes the probe wait for its turn at the action, and counts it there', () => {
    const open: LimiterState = { ...initialLimiter, openedAt: now - 5000, nextProbeAt: now }
    const limits = { requestsPerSecond: 1 }
    const through = (nextCallAt: number | null) =>
      grantCalls(
        [
          { state: open, limits: {} },
          { state: { ...initialLimiter, nextCallAt }, limits },
        ],
        1,
        now,
      )
    expect(through(now + 630)).toEqual({ kind: 'denied', because: 'limit', until: now + 600 })
    expect(through(null)).toEqual({ kind: 'probe', nextCallAts: [null, now + 30 + spacingMs(limits)] })
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
