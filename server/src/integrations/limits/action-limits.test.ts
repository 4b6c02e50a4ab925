import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import type { Database } from '../../kernel/db/database.ts'
import { stopJourney } from '../../journeys/lifecycle/stop-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'

import type { Permit } from './call-limiter.ts'
import { createCallLimiters } from './call-limiters.ts'
import { heartbeat } from '../../engine/runners/heartbeat.ts'
import { externalActionOperations } from '../../engagement/action-tests/external-action.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const updateExternalAction = calling(externalActionOperations.update)

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

/** When the calls of a path came, and how many of them were under way at most. */
type Seen = { times: number[]; most: number; underWay: number }
let seen: Map<string, Seen>
const seenAt = (path: string): Seen => {
  const known = seen.get(path) ?? { times: [], most: 0, underWay: 0 }
  seen.set(path, known)
  return known
}
let answerMs = 0
beforeEach(() => {
  seen = new Map()
  answerMs = 0
  target.answer = async ({ path }) => {
    const places = [seenAt(path), seenAt('all')]
    for (const place of places) {
      place.times.push(performance.now())
      place.most = Math.max(place.most, ++place.underWay)
    }
    if (answerMs > 0) await new Promise((resolve) => setTimeout(resolve, answerMs))
    for (const place of places) place.underWay--
    return { body: {} }
  }
})

const start = (limits: CallLimits, ofAction: CallLimits) =>
  startCallingJourney(app, target, { limits, action: { path: '/tight', limits: ofAction } })
const startBeside = (other: Awaited<ReturnType<typeof start>>) =>
  startCallingJourney(app, target, { beside: { connection: other.connection }, action: { path: '/other' } })
type Started = Awaited<ReturnType<typeof start>>

const everybodyWasCalled = (journey: Started, people: number) =>
  until('everybody was called', async () => (await journey.count('completed')) === people)

/** The most calls in any window of so many milliseconds. */
function mostWithin(times: readonly number[], windowMs: number): number {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! >= windowMs) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

const perSecondOf = (times: readonly number[]) => (times.length - 1) / ((times.at(-1)! - times[0]!) / 1000)

const slotsTaken = async () => {
  const { rows } = await app.deps.pool.query(
    'select coalesce(sum(concurrency), 0)::int as taken from call_limiter_quotas',
  )
  return rows[0].taken as number
}

/** Once the workers are gone: nobody who waited for a turn has used up an attempt, and no place is taken by anybody. */
async function expectNothingLost(journey: Started) {
  const { rows } = await app.deps.pool.query(
    'select max(attempt)::int as most from callout_attempts where journey_id = $1',
    [journey.journeyId],
  )
  expect(rows[0].most).toBe(1)
  expect(await slotsTaken()).toBe(0)
}

describe('a limit of calls a second of an action', () => {
  it.each<[string, CallLimits]>([
    ['without any', {}],
    ['with a looser one', { requestsPerSecond: 100 }],
    ['with places', { concurrency: 10 }],
  ])('is kept by two workers together, and used, through a connection %s', async (_, limits) => {
    const perSecond = 20
    const journey = await start(limits, { requestsPerSecond: perSecond })
    await journey.enrol(60)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await everybodyWasCalled(journey, 60)
    }
    const { times } = seenAt('/tight')
    expect(times).toHaveLength(60)
    // A tenth of a second is what a busy machine may take longer for one call than for another.
    expect(mostWithin(times, 900)).toBeLessThanOrEqual(perSecond)
    expect(perSecondOf(times)).toBeGreaterThan(perSecond * 0.5)
    await expectNothingLost(journey)
  })

  it('slows no other action of the connection, and both together keep the limit of the connection', async () => {
    const perSecond = 60
    const journey = await start({ requestsPerSecond: perSecond }, { requestsPerSecond: 5 })
    const other = await startBeside(journey)
    await journey.enrol(60)
    await other.enrol(150)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await everybodyWasCalled(other, 150)
    }
    expect(mostWithin(seenAt('all').times, 900)).toBeLessThanOrEqual(perSecond)
    expect(mostWithin(seenAt('/tight').times, 900)).toBeLessThanOrEqual(5)
    expect(perSecondOf(seenAt('/other').times)).toBeGreaterThan((perSecond - 5) * 0.6)
    // Nor is it pushed aside by the other.
    expect(seenAt('/tight').times.length).toBeGreaterThanOrEqual(3)
    expect(await journey.count('active')).toBeGreaterThan(30)
    await stopJourney(app.ctx(), journey.journeyId)
    const { rows } = await app.deps.pool.query('select from call_limiters where id = $1', [other.action.id])
    expect(rows).toHaveLength(0)
  })

  it('holds people until it is taken off, who then go on', async () => {
    const journey = await start({ requestsPerSecond: 200 }, { requestsPerMinute: 1 })
    await journey.enrol(30)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await until('somebody was called', async () => (await journey.count('completed')) === 1)
      await new Promise((resolve) => setTimeout(resolve, 1500))
      expect(await journey.count('active')).toBe(29)
      expect((await journey.people()).filter(({ attempt }) => attempt > 0)).toHaveLength(0)

      await updateExternalAction(app.ctx(), { id: journey.action.id, limits: {} })
      await publishJourney(app.ctx(), journey.journeyId)
      await everybodyWasCalled(journey, 30)
    }
    await expectNothingLost(journey)
  })
})

describe('a limit of calls of an action at the same time', () => {
  it('is kept by two workers together beside one of the connection, and both are used up', async () => {
    answerMs = 20
    const journey = await start({ concurrency: 8 }, { concurrency: 3 })
    const other = await startBeside(journey)
    await journey.enrol(60)
    await other.enrol(150)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await everybodyWasCalled(other, 150)
      await everybodyWasCalled(journey, 60)
    }
    expect(seenAt('/tight').most).toBeLessThanOrEqual(3)
    expect(seenAt('/tight').most).toBeGreaterThanOrEqual(2)
    expect(seenAt('all').most).toBeLessThanOrEqual(8)
    expect(seenAt('all').most).toBeGreaterThanOrEqual(7)
    await expectNothingLost(journey)
    await expectNothingLost(other)
  })

  it('is one for all versions of the action', async () => {
    answerMs = 20
    const journey = await start({}, { concurrency: 2 })
    const action = await updateExternalAction(app.ctx(), { id: journey.action.id, timeoutMs: 9000 })
    expect(action.version).toBe(2)
    const newer = await startCallingJourney(app, target, { beside: { connection: journey.connection, action } })
    await journey.enrol(40)
    await newer.enrol(40)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await everybodyWasCalled(journey, 40)
      await everybodyWasCalled(newer, 40)
    }
    expect(seenAt('/tight').most).toBe(2)
    await expectNothingLost(newer)
  })

  it('lets somebody who is called again by an older version through where only one call is allowed', async () => {
    let isDown = true
    target.answer = () => ({ status: isDown ? 500 : 200 })
    const journey = await startCallingJourney(app, target, {
      retry: { maxAttempts: 3, backoffMs: 300, maxBackoffMs: 300 },
      action: { limits: { concurrency: 1 } },
    })
    await journey.enrol(3)
    await using _ = await runWorker(app.deps)
    await until('all wait for the next attempt', async () =>
      (await journey.people()).every(({ attempt }) => attempt > 0),
    )
    await updateExternalAction(app.ctx(), { id: journey.action.id, timeoutMs: 9000 })
    await publishJourney(app.ctx(), journey.journeyId)
    isDown = false
    await everybodyWasCalled(journey, 3)
  })
})

it('a rate and places of an action and of its connection are all kept', async () => {
  answerMs = 60
  const journey = await start({ requestsPerSecond: 60, concurrency: 4 }, { requestsPerSecond: 25, concurrency: 2 })
  const other = await startBeside(journey)
  await journey.enrol(50)
  await other.enrol(80)
  {
    await using _one = await runWorker(app.deps)
    await using _two = await runWorker(app.deps)
    await everybodyWasCalled(journey, 50)
    await everybodyWasCalled(other, 80)
  }
  expect(seenAt('/tight').most).toBeLessThanOrEqual(2)
  expect(seenAt('all').most).toBeLessThanOrEqual(4)
  expect(mostWithin(seenAt('/tight').times, 900)).toBeLessThanOrEqual(25)
  expect(mostWithin(seenAt('all').times, 900)).toBeLessThanOrEqual(60)
  await expectNothingLost(journey)
})

type Step = { worker: number; kind: 'connection' | 'action' | 'newer'; what: 'take' | 'end' | 'wait'; count: number }

it('whatever several workers take and give back, never more calls are out than allowed, and in the end all can be had', async () => {
  const connection = await buildConnection(app.ctx(), { baseUrl: target.url })
  const action = await buildExternalAction(app.ctx(), { connectionId: connection.id })
  const owners = Array.from({ length: 3 }, () => app.deps.ids.uuid())
  const seeAll = () => Promise.all(owners.map((owner) => heartbeat(app.deps.db as Database, owner)))
  const limitsOf = fc.record({ concurrency: fc.integer({ min: 1, max: 6 }) })
  const step: fc.Arbitrary<Step> = fc.record({
    worker: fc.nat(owners.length - 1),
    kind: fc.constantFrom<Step['kind']>('connection', 'action', 'newer'),
    what: fc.constantFrom<Step['what']>('take', 'take', 'end', 'wait'),
    count: fc.integer({ min: 1, max: 5 }),
  })
  const run = async (ofConnection: CallLimits, ofAction: CallLimits, steps: readonly Step[]) => {
    await seeAll()
    const targetOf = (kind: Step['kind']) =>
      ({
        connection: { ...connection, workspaceId: app.ctx().workspaceId, limits: ofConnection, state: 'authorized' },
        externalActionId: action.id,
        version: kind === 'newer' ? 2 : 1,
        action: { ...action, limits: kind === 'connection' ? {} : ofAction },
      }) as unknown as CalloutTarget
    const workers = owners.map((owner) => createCallLimiters({ ...app.deps, db: app.deps.db as Database }, owner))
    const out = owners.map(() => ({ connection: [] as Permit[], action: [] as Permit[], newer: [] as Permit[] }))
    const check = () => {
      const ofAll = out.flatMap((each) => [...each.connection, ...each.action, ...each.newer])
      const ofTight = out.flatMap((each) => [...each.action, ...each.newer])
      expect(ofAll.length).toBeLessThanOrEqual(ofConnection.concurrency!)
      expect(ofTight.length).toBeLessThanOrEqual(ofAction.concurrency!)
    }
    // Not one after the other: what is asked for at the same time has to fit together as well.
    await Promise.all(
      steps.map(async ({ worker, kind, what, count }, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 3))
        const mine = out[worker]![kind]
        if (what === 'take') {
          const permits = await workers[worker]!.of(targetOf(kind)).acquire(count)
          if (permits === 'free') throw new Error('free in spite of a limit')
          mine.push(...permits)
          check()
        }
        if (what === 'end') for (const permit of mine.splice(0, count)) permit.limiter.release(permit)
      }),
    )
    check()
    for (const each of out) for (const permit of Object.values(each).flat()) permit.limiter.release(permit)
    await Promise.all(workers.map((each) => each.stop()))
    expect(await slotsTaken()).toBe(0)
  }
  await fc.assert(fc.asyncProperty(limitsOf, limitsOf, fc.array(step, { minLength: 10, maxLength: 60 }), run), {
    numRuns: 40,
    endOnFailure: true,
  })
})
