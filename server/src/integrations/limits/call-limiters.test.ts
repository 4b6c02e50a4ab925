import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { callInVirtualTime, mostInASecond, perSecondOf } from '../../../test/virtual-workers.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
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

/** Ends the wait that the other side asked for, and the wait of the retry. */
async function endWait(journeyId: string): Promise<void> {
  await app.deps.pool.query(
    'update call_limiters set open_until = clock_timestamp(), ramp_from = clock_timestamp() where open_until > clock_timestamp()',
  )
  await app.deps.pool.query(
    'update enrollments set due_at = clock_timestamp() where journey_id = $1 and due_at > clock_timestamp()',
    [journeyId],
  )
}

describe('a limit of calls a second', { timeout: 60_000 }, () => {
  it('is kept by two workers together, and used', async () => {
    const connection = await buildConnection(app.ctx(), { baseUrl: target.url })
    const action = await buildExternalAction(app.ctx(), { connectionId: connection.id })
    const limited = {
      connection: {
        ...connection,
        workspaceId: app.workspace.id,
        limits: { requestsPerSecond: 40 },
        state: 'authorized',
      },
      externalActionId: action.id,
      version: 1,
      action: { ...action, limits: {} },
    } as unknown as CalloutTarget
    const { seenAs } = await callInVirtualTime(app, [{ name: 'limited', target: limited, people: 120 }], 60_000)
    const { times } = seenAs('limited')
    expect(times).toHaveLength(120)
    expect(mostInASecond(times)).toBeLessThanOrEqual(40)
    expect(perSecondOf(times)).toBeGreaterThan(32)
  })

  it('is waited for by workers whose calls are real, and nobody uses up an attempt by waiting', async () => {
    target.answer = () => ({ body: {} })
    const journey = await startCallingJourney(app, target, { limits: { requestsPerSecond: 40 } })
    await journey.enrol(60)
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)
    await until('everybody was called', async () => (await journey.count('completed')) === 60)
    const { rows } = await app.deps.pool.query(
      'select count(*)::int as calls, max(attempt)::int as most from callout_attempts where journey_id = $1',
      [journey.journeyId],
    )
    expect(rows[0]).toEqual({ calls: 60, most: 1 })
  })
})

describe('a limit of calls at the same time', { timeout: 60_000 }, () => {
  it('is kept by two workers together, and used up', async () => {
    let underWay = 0
    let most = 0
    target.answer = async () => {
      most = Math.max(most, ++underWay)
      await until('all places to be used', async () => most >= 6)
      underWay--
      return { body: {} }
    }
    const journey = await startCallingJourney(app, target, { limits: { concurrency: 6 } })
    await journey.enrol(150)
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)
    await until('everybody was called', async () => (await journey.count('completed')) === 150)
    expect(most).toBe(6)
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

describe('the breaker of a connection', { timeout: 60_000 }, () => {
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
    const called = target.received - before
    const { rows: limiters } = await app.deps.pool.query('select probes from call_limiters where connection_id = $1', [
      journey.connection.id,
    ])
    // Each worker makes five calls that open the breaker, in addition to the calls under way then. After that there is one probe
    // at a time.
    const beforeOpen = 2 * (5 + 4)
    expect(called - limiters[0].probes).toBeLessThanOrEqual(beforeOpen + 1)
    expect(during.filter(({ attempt }) => attempt > 0).length).toBeLessThanOrEqual(called)
    // Only people who used up both attempts before the breaker opened.
    expect(during.filter(({ status }) => status === 'parked').length).toBeLessThanOrEqual(beforeOpen / 2)
    expect(await limiterOf(journey.connection.id)).toMatchObject({
      openedAt: expect.any(Number),
      lastError: { outcome: 'httpError', status: 500 },
    })

    isDown = false
    await until('everybody who waited went on', async () => (await journey.count('active')) === 0)
    expect(await limiterOf(journey.connection.id)).toMatchObject({ openedAt: null, rampFrom: expect.any(Number) })
    const parked = (await journey.people()).filter(({ status }) => status === 'parked')
    expect(parked.length).toBeLessThanOrEqual(beforeOpen / 2)
    const { items } = await app.caller('admin').auditLog.list({ subjectId: journey.connection.id })
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
    let calls = 0
    target.answer = () => (++calls === 1 ? { status: 429, headers: { 'retry-after': '600' } } : { body: {} })
    const journey = await startCallingJourney(app, target, {
      limits: { concurrency: 1 },
      retry: { maxAttempts: 2, backoffMs: 50, maxBackoffMs: 100 },
    })
    await journey.enrol(5)
    await using _ = await runWorker(app.deps)
    const inFiveMinutes = app.deps.clock.now().getTime() + 300_000
    await until('whom the other side refused to wait', async () => {
      const refused = (await journey.people()).filter(({ attempt }) => attempt > 0)
      return refused.length === 1 && refused[0]!.due_at!.getTime() > inFiveMinutes
    })
    await until('the wait to be known to all', async () => {
      const limiter = await limiterOf(journey.connection.id)
      return (limiter?.openUntil ?? 0) > inFiveMinutes
    })
    expect(calls).toBe(1)
    await endWait(journey.journeyId)
    await until('everybody was called', async () => (await journey.count('completed')) === 5)
    expect(calls).toBe(6)
  })
})
