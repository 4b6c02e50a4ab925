import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { findLimiter } from './call-limiter.repository.ts'

let app: TestApp
let target: CalloutServer
beforeAll(async () => {
  target = await startCalloutServer()
  app = await createTestApp({ env: { calloutAllow: [target.allow] } })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

const limiterOf = (connectionId: string) => findLimiter(app.deps.db, connectionId)

/** The most calls in any window of so many milliseconds. */
function mostWithin(times: readonly number[], windowMs: number): number {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! >= windowMs) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

describe('a limit of calls a second', () => {
  it('is kept by two workers together, and used', async () => {
    const times: number[] = []
    target.answer = () => (times.push(performance.now()), { body: {} })
    const perSecond = 40
    const journey = await startCallingJourney(app, target, { limits: { requestsPerSecond: perSecond } })
    await journey.enrol(120)
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)
    await until('everybody was called', async () => (await journey.count('completed')) === 120)

    expect(times).toHaveLength(120)
    // A tenth of a second is what a busy machine may take longer for one call than for another.
    expect(mostWithin(times, 900)).toBeLessThanOrEqual(perSecond)
    const used = (times.length - 1) / ((times.at(-1)! - times[0]!) / 1000) / perSecond
    expect(used).toBeGreaterThan(0.5)
    // Nobody who waited for a turn has used up an attempt.
    const { rows } = await app.deps.pool.query(
      'select max(attempt)::int as most from callout_attempts where journey_id = $1',
      [journey.journeyId],
    )
    expect(rows[0].most).toBe(1)
  })
})

describe('a limit of calls at the same time', () => {
  it('is kept by two workers together, and used up', async () => {
    let underWay = 0
    let most = 0
    target.answer = async () => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 20))
      underWay--
      return { body: {} }
    }
    const journey = await startCallingJourney(app, target, { limits: { concurrency: 6 } })
    await journey.enrol(150)
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)
    await until('everybody was called', async () => (await journey.count('completed')) === 150)
    expect(most).toBeLessThanOrEqual(6)
    expect(most).toBeGreaterThanOrEqual(5)
  })

  it('gives the places of a dead worker to the others', async () => {
    target.answer = () => ({ body: {} })
    const journey = await startCallingJourney(app, target, { limits: { concurrency: 2 } })
    const { id } = journey.connection
    await app.deps.pool.query('insert into call_limiters (id, connection_id) values ($1, $1)', [id])
    await app.deps.pool.query('insert into call_limiter_quotas values ($1, $2, 2)', [id, app.deps.ids.uuid()])
    await journey.enrol(3)
    await using _ = await runWorker(app.deps)
    await until('everybody was called', async () => (await journey.count('completed')) === 3)
  })
})

describe('the breaker of a connection', () => {
  const breaker = { failures: 5, firstProbeSeconds: 0.3, maxProbeSeconds: 0.6 }

  it('holds people while the other side is down, and lets them go on by itself when it is back', async () => {
    let isDown = true
    target.answer = () => ({ status: isDown ? 500 : 200 })
    const journey = await startCallingJourney(app, target, {
      limits: { breaker, concurrency: 4 },
      retry: { maxAttempts: 2, backoffMs: 50, maxBackoffMs: 100 },
    })
    const before = target.received
    await journey.enrol(60)
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)
    await until('it asked again twice', async () => {
      const { rows } = await app.deps.pool.query('select probes from call_limiters where connection_id = $1', [
        journey.connection.id,
      ])
      return rows[0]?.probes >= 2
    })
    const during = await journey.people()
    expect(during.filter(({ status }) => status === 'active').length).toBeGreaterThan(50)
    expect(during.filter(({ attempt }) => attempt === 0).length).toBeGreaterThan(40)
    expect(target.received - before).toBeLessThan(25)
    expect(await limiterOf(journey.connection.id)).toMatchObject({
      openedAt: expect.any(Number),
      lastError: { outcome: 'httpError', status: 500 },
    })

    isDown = false
    await until('everybody who waited went on', async () => (await journey.count('active')) === 0)
    expect(await limiterOf(journey.connection.id)).toMatchObject({ openedAt: null, rampFrom: expect.any(Number) })
    const parked = (await journey.people()).filter(({ status }) => status === 'parked')
    // Only who had used up their attempts before it opened.
    expect(parked.length).toBeLessThan(10)
    const { items } = await app.caller('viewer').auditLog.list({ subjectId: journey.connection.id })
    expect(items.map(({ action }) => action)).toEqual(['connectionResumed', 'connectionStopped', 'connectionCreated'])
  })

  it('stays closed for what is wrong with one person', async () => {
    target.answer = () => ({ status: 404 })
    const journey = await startCallingJourney(app, target, { limits: { breaker } })
    await journey.enrol(30)
    await using _ = await runWorker(app.deps)
    await until('everybody is parked', async () => (await journey.count('parked')) === 30)
    expect((await limiterOf(journey.connection.id))?.openedAt ?? null).toBeNull()
  })

  it('makes everybody wait when the other side asks one of them to', async () => {
    const times: number[] = []
    target.answer = () => {
      times.push(performance.now())
      return times.length === 1 ? { status: 429, headers: { 'retry-after': '2' } } : { body: {} }
    }
    const journey = await startCallingJourney(app, target, {
      limits: { concurrency: 1 },
      retry: { maxAttempts: 2, backoffMs: 50, maxBackoffMs: 100 },
    })
    await journey.enrol(5)
    await using _ = await runWorker(app.deps)
    await until('everybody was called', async () => (await journey.count('completed')) === 5)
    expect(times).toHaveLength(6)
    expect(times[1]! - times[0]!).toBeGreaterThan(1900)
  })
})
