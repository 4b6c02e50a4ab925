import { expect, test } from 'vitest'
import { grantCalls, initialLimiter, type LimiterState } from '@tabiji/shared/http-call/limits/call-limiter.ts'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import { ManualClock } from '../../../test/manual-clock.ts'
import { WorkerCallLimiter } from './call-limiter.ts'
import type { Taken } from './call-limiter.repository.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { createDatabaseClock } from './database-clock.ts'
import { LocalQuota } from './local-quota.ts'
import type { Permit } from './permit.ts'

/** A limiter of a single worker, over rows in memory. */
function buildLimiter(limits: ConnectionLimits, ofAction: CallLimits | null = null) {
  const clock = new ManualClock()
  const time = createDatabaseClock(clock)
  const rows = new Map<string, LimiterState>()
  const asks: number[] = []
  const stored = (id: string) => ({ ...(rows.get(id) ?? initialLimiter), lastError: null, now: clock.at })
  const breaker = new CircuitBreaker('connection', {
    clock,
    log: { warn: () => {} } as never,
    time,
    store: {
      find: async () => stored('connection'),
      open: async () => true,
      close: async () => true,
      openFor: async () => {},
      failProbe: async () => {},
      releaseProbe: async () => {},
    },
    onOpened: async () => {},
    onClosed: async () => {},
  })
  breaker.follow({ limits, state: 'authorized' })
  const quotaOf = (kind: 'connection' | 'externalAction') => new LocalQuota({ kind, id: kind }, clock, async () => {})
  const takeCalls: (
    wanted: number,
    asked: readonly { key: { id: string }; limits: CallLimits; underWay: number }[],
  ) => Promise<Taken> = async (wanted, asked) => {
    asks.push(wanted)
    const places = asked.map(({ limits, underWay }) => (limits.concurrency ?? Infinity) - underWay)
    const capacity = Math.min(wanted, ...places)
    const [first, ...others] = asked.map(({ key, limits }) => ({ state: stored(key.id), limits }))
    const grant =
      capacity > 0
        ? grantCalls([first!, ...others], capacity, clock.at)
        : ({ kind: 'denied', because: 'limit', until: clock.at } as const)
    if (grant.kind === 'calls' || grant.kind === 'probe')
      for (const [index, at] of grant.nextCallAts.entries())
        if (at !== null) rows.set(asked[index]!.key.id, { ...stored(asked[index]!.key.id), nextCallAt: at })
    const calls = grant.kind === 'calls' ? grant.starts.length : grant.kind === 'free' ? capacity : 0
    return {
      grant,
      limiters: asked.map(({ key, limits, underWay }) => ({
        state: stored(key.id),
        concurrency: limits.concurrency === undefined ? null : underWay + calls,
        isFull: limits.concurrency !== undefined && limits.concurrency - underWay - calls <= 0,
      })),
    }
  }
  const limiter = new WorkerCallLimiter(
    { clock, time, takeCalls },
    { breaker, quota: quotaOf('connection') },
    ofAction && { limits: ofAction, quota: quotaOf('externalAction') },
  )
  const take = async (wanted: number): Promise<Permit[]> => {
    const permits = await limiter.acquire(wanted)
    if (permits === 'free') throw new Error('free in spite of a limit')
    return permits
  }
  const moveTo = (permit: Permit, late = 0) => clock.advance(permit.startAt + late - clock.monotonic())
  const underWay = () => limiter.quotas.map((quota) => quota.underWay)
  return { clock, rows, asks, breaker, limiter, take, moveTo, underWay }
}

test('call limiter: names its mode', async () => {
  const { limiter, breaker, rows, clock } = buildLimiter({})
  expect(limiter.mode).toBe('free')
  breaker.follow({ limits: { requestsPerSecond: 5 }, state: 'authorized' })
  expect(limiter.mode).toBe('limited')
  breaker.follow({ limits: {}, state: 'expired' })
  expect(limiter.mode).toBe('unauthorized')
  breaker.follow({ limits: {}, state: 'authorized' })
  rows.set('connection', { ...initialLimiter, openedAt: clock.at, nextProbeAt: clock.at + 1000 })
  await breaker.read()
  expect(limiter.mode).toBe('refusing')
  rows.set('connection', { ...initialLimiter, rampFrom: clock.at })
  await breaker.read()
  expect(limiter.mode).toBe('limited')
  expect(buildLimiter({}, { concurrency: 1 }).limiter.mode).toBe('limited')
})

test('call limiter: with nothing limited, nothing is asked', async () => {
  const { limiter, asks } = buildLimiter({})
  expect(await limiter.acquire(9)).toBe('free')
  expect(await limiter.admit(null)).toBeNull()
  expect(asks).toEqual([])
})

test('call limiter: gives out the starts of the next half second, apart as the limit says', async () => {
  const { take, asks, clock } = buildLimiter({ requestsPerSecond: 10 })
  const permits = await take(20)
  const apart = permits.slice(1).map((permit, index) => permit.startAt - permits[index]!.startAt)
  expect(permits.length).toBeGreaterThan(3)
  expect(apart.every((ms) => ms >= 100)).toBe(true)
  expect(permits.at(-1)!.startAt - clock.monotonic()).toBeLessThanOrEqual(500)
  expect(asks).toEqual([20])
})

test('call limiter: denied, it asks again only when the moment has come', async () => {
  const { take, asks, clock, limiter } = buildLimiter({ requestsPerSecond: 1 })
  expect(await take(5)).toHaveLength(1)
  expect([await take(5), await take(5)]).toEqual([[], []])
  expect(asks).toHaveLength(2)
  clock.advance(limiter.retryAfterMs)
  const [permit] = await take(5)
  expect([permit?.state, asks.length]).toEqual(['out', 3])
})

test.each([
  ['in time', 0, true],
  ['as late as the way of a call may make it', 40, true],
  ['later, but apart from the call before', 90, true],
  ['too late', 101, false],
])('call limiter: a start that is %s', async (_, late, may) => {
  const { take, moveTo, limiter } = buildLimiter({ requestsPerSecond: 20 })
  const [first, second] = await take(2)
  moveTo(first!)
  expect(await limiter.start(first!)).toBe(true)
  moveTo(second!, late)
  expect(await limiter.start(second!)).toBe(may)
})

test('call limiter: a late start that is too close to the call before is given up', async () => {
  const { take, moveTo, clock, limiter } = buildLimiter({ requestsPerSecond: 20 })
  const [first, second] = await take(2)
  moveTo(first!)
  expect(await limiter.start(first!)).toBe(true)
  moveTo(second!, 45)
  // Another permit of this worker started in between.
  limiter.quotas[0]!.startedAt = clock.monotonic() - 51
  expect(await limiter.start(second!)).toBe(false)
  limiter.quotas[0]!.startedAt = clock.monotonic() - 52
  expect(await limiter.start(second!)).toBe(true)
})

test('call limiter: a worker that comes late again and again calls once a second all the same', async () => {
  const { take, moveTo, limiter, clock } = buildLimiter({ requestsPerSecond: 1 })
  const [first] = await take(1)
  moveTo(first!)
  expect(await limiter.start(first!)).toBe(true)
  limiter.release(first!)
  clock.advance(limiter.retryAfterMs)
  clock.advance(1000)
  const [second] = await take(1)
  moveTo(second!, 300)
  expect(await limiter.start(second!)).toBe(true)
})

test('call limiter: a permit counts until it is given back, and a second time changes nothing', async () => {
  const { take, moveTo, underWay, limiter } = buildLimiter({ requestsPerSecond: 20 }, { concurrency: 3 })
  const [permit] = await take(1)
  expect(underWay()).toEqual([1, 1])
  moveTo(permit!)
  limiter.release(permit!)
  limiter.release(permit!)
  expect([underWay(), permit!.state]).toEqual([[0, 0], 'returned'])
})

test('call limiter: a permit that came back before its start serves the next one who asks', async () => {
  const { take, limiter, asks } = buildLimiter({ requestsPerSecond: 20 })
  const permits = await take(3)
  limiter.release(permits[2]!)
  expect(permits[2]!.state).toBe('spare')
  limiter.release(permits[2]!)
  const [again] = await take(1)
  expect([again === permits[2], again!.state, asks.length]).toEqual([true, 'out', 1])
})

test('call limiter: places that are known here are given out without asking, for less than a second', async () => {
  const { take, limiter, asks, clock } = buildLimiter({ concurrency: 4 })
  const permits = await take(4)
  expect([permits.length, asks.length]).toEqual([4, 1])
  for (const permit of permits) limiter.release(permit)
  const more = await take(2)
  expect([more.length, asks.length]).toEqual([2, 1])
  clock.advance(900)
  await take(1)
  expect(asks).toHaveLength(2)
  await Promise.all(limiter.quotas.map((quota) => quota.stop()))
})

test('call limiter: with every place taken it denies, and asks again after a quarter of a second', async () => {
  const { take, asks, clock } = buildLimiter({ concurrency: 2 })
  expect(await take(9)).toHaveLength(2)
  expect(await take(9)).toEqual([])
  expect(asks).toHaveLength(1)
  clock.advance(250)
  expect(await take(9)).toEqual([])
  expect(asks).toHaveLength(2)
})

test('call limiter: an open breaker gives one probe when its time has come, and nothing else', async () => {
  const { take, clock, rows, breaker, limiter, underWay } = buildLimiter({})
  rows.set('connection', { ...initialLimiter, openedAt: clock.at, nextProbeAt: clock.at + 700 })
  await breaker.read()
  expect(await take(5)).toEqual([])
  clock.advance(800)
  const [probe, ...others] = await take(5)
  expect([probe!.isProbe, others, breaker.phase]).toEqual([true, [], 'probing'])
  expect(await limiter.start(probe!)).toBe(true)
  limiter.release(probe!)
  expect([breaker.phase, underWay()]).toEqual(['open', [0]])
})

test('call limiter: nobody starts by a permit once the breaker is open', async () => {
  const { take, moveTo, limiter } = buildLimiter({
    requestsPerSecond: 20,
    breaker: { failures: 1, firstProbeSeconds: 1, maxProbeSeconds: 2 },
  })
  const [first, second] = await take(2)
  moveTo(first!)
  await limiter.start(first!)
  limiter.reportResult(first!, { outcome: 'timeout', status: null, retryAfter: null, code: null })
  moveTo(second!)
  expect(await limiter.start(second!)).toBe(false)
})
