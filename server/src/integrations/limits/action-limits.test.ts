import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { startCallingJourney } from '../../../test/start-calling-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { callInVirtualTime, mostInASecond, perSecondOf, registerWorkers } from '../../../test/virtual-workers.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import type { Database } from '../../kernel/db/database.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import type { Permit } from './permit.ts'
import { createCallLimiters } from './call-limiters.ts'
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

/** How many calls of a path are under way, and the largest number so far. */
type Seen = { most: number; underWay: number }
let seen: Map<string, Seen>
const seenAt = (path: string): Seen => {
  const known = seen.get(path) ?? { most: 0, underWay: 0 }
  seen.set(path, known)
  return known
}
/** The target answers the calls of a path only when this many of them are under way together. */
let answeredFrom: Map<string, number>
beforeEach(() => {
  seen = new Map()
  answeredFrom = new Map()
  target.answer = async ({ path }) => {
    const places = [seenAt(path), seenAt('all')]
    for (const place of places) place.most = Math.max(place.most, ++place.underWay)
    const many = answeredFrom.get(path) ?? 0
    await until(`${many} calls together`, async () => seenAt(path === '/tight' ? path : 'all').most >= many)
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

/** A connection with two actions as calls through them see it. The action "tight" has its own limits. */
async function buildTargets(ofConnection: CallLimits, ofAction: CallLimits) {
  const connection = await buildConnection(app.ctx(), { baseUrl: target.url })
  const [tight, other] = await Promise.all([
    buildExternalAction(app.ctx(), { connectionId: connection.id }),
    buildExternalAction(app.ctx(), { connectionId: connection.id }),
  ])
  const targetOf = (action: { id: string }, limits: CallLimits, version = 1) =>
    ({
      connection: { ...connection, workspaceId: app.ctx().workspaceId, limits: ofConnection, state: 'authorized' },
      externalActionId: action.id,
      version,
      action: { ...action, limits },
    }) as unknown as CalloutTarget
  return { tight: targetOf(tight, ofAction), newer: targetOf(tight, ofAction, 2), other: targetOf(other, {}) }
}

const slotsTaken = async () => {
  const { rows } = await app.deps.pool.query(
    'select coalesce(sum(concurrency), 0)::int as taken from call_limiter_quotas',
  )
  return rows[0].taken as number
}

/** Checks after the workers have stopped: waiting for a turn used no attempt, and no worker holds a place. */
async function expectNothingLost(journey: Started) {
  const { rows } = await app.deps.pool.query(
    'select max(attempt)::int as most from callout_attempts where journey_id = $1',
    [journey.journeyId],
  )
  expect(rows[0].most).toBe(1)
  expect(await slotsTaken()).toBe(0)
}

describe('a limit of calls a second of an action', { timeout: 60_000 }, () => {
  it.each<[string, CallLimits]>([
    ['without any', {}],
    ['with a looser one', { requestsPerSecond: 100 }],
    ['with places', { concurrency: 10 }],
  ])('is kept by two workers together, and used, through a connection %s', async (_, limits) => {
    const { tight } = await buildTargets(limits, { requestsPerSecond: 20 })
    const { seenAs } = await callInVirtualTime(app, [{ name: 'tight', target: tight, people: 60 }], 60_000)
    const { times } = seenAs('tight')
    expect(times).toHaveLength(60)
    expect(mostInASecond(times)).toBeLessThanOrEqual(20)
    expect(perSecondOf(times)).toBeGreaterThan(16)
    expect(await slotsTaken()).toBe(0)
  })

  it('slows no other action of the connection, and both together keep the limit of the connection', async () => {
    const { tight, other } = await buildTargets({ requestsPerSecond: 60 }, { requestsPerSecond: 5 })
    const { seenAs } = await callInVirtualTime(
      app,
      [
        { name: 'tight', target: tight, people: 60 },
        { name: 'other', target: other, people: 10_000 },
      ],
      5000,
    )
    expect(mostInASecond(seenAs('all').times)).toBeLessThanOrEqual(60)
    expect(mostInASecond(seenAs('tight').times)).toBeLessThanOrEqual(5)
    expect(perSecondOf(seenAs('other').times)).toBeGreaterThan(55 * 0.8)
    // The other action does not take its calls away either.
    expect(perSecondOf(seenAs('tight').times)).toBeGreaterThan(2)
    const { rows } = await app.deps.pool.query('select from call_limiters where id = $1', [other.externalActionId])
    expect(rows).toHaveLength(0)
  })

  it('of one a minute lets the second call begin after a minute', async () => {
    const { tight } = await buildTargets({ requestsPerSecond: 200 }, { requestsPerMinute: 1 })
    const { seenAs } = await callInVirtualTime(app, [{ name: 'tight', target: tight, people: 2 }], 120_000)
    const [first, second] = seenAs('tight').times
    expect(second! - first!).toBeGreaterThanOrEqual(60_000)
  })

  it('is kept by workers whose calls are real, and nobody who waits uses up an attempt', async () => {
    const journey = await start({ requestsPerSecond: 100 }, { requestsPerSecond: 20 })
    await journey.enrol(30)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await everybodyWasCalled(journey, 30)
    }
    await expectNothingLost(journey)
  })

  it('holds people until it is taken off, who then go on', async () => {
    const journey = await start({ requestsPerSecond: 200 }, { requestsPerMinute: 1 })
    await journey.enrol(30)
    {
      await using _one = await runWorker(app.deps)
      await using _two = await runWorker(app.deps)
      await until('somebody was called', async () => (await journey.count('completed')) === 1)
      expect(await journey.count('active')).toBe(29)
      await until('those who wait to be given back', async () =>
        (await journey.people()).every(({ status, attempt }) => status === 'completed' || attempt === 0),
      )

      await updateExternalAction(app.ctx(), { id: journey.action.id, limits: {} })
      await publishJourney(app.ctx(), journey.journeyId)
      await everybodyWasCalled(journey, 30)
    }
    await expectNothingLost(journey)
  })
})

describe('a limit of calls of an action at the same time', { timeout: 60_000 }, () => {
  it('is kept by two workers together beside one of the connection, and both are used up', async () => {
    answeredFrom.set('/tight', 2).set('/other', 7)
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
    answeredFrom.set('/tight', 2)
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
      limits: { breaker: { failures: 100, firstProbeSeconds: 1, maxProbeSeconds: 1 } },
      retry: { maxAttempts: 10, backoffMs: 300, maxBackoffMs: 300 },
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
  const { tight, other } = await buildTargets(
    { requestsPerSecond: 60, concurrency: 4 },
    { requestsPerSecond: 25, concurrency: 2 },
  )
  const { seenAs } = await callInVirtualTime(
    app,
    [
      { name: 'tight', target: tight, people: 50, answerMs: 60 },
      { name: 'other', target: other, people: 80, answerMs: 60 },
    ],
    60_000,
  )
  expect([seenAs('tight').times.length, seenAs('other').times.length]).toEqual([50, 80])
  expect(seenAs('tight').most).toBeLessThanOrEqual(2)
  expect(seenAs('all').most).toBeLessThanOrEqual(4)
  expect(mostInASecond(seenAs('tight').times)).toBeLessThanOrEqual(25)
  expect(mostInASecond(seenAs('all').times)).toBeLessThanOrEqual(60)
  expect(await slotsTaken()).toBe(0)
})

type Step = { worker: number; kind: 'other' | 'tight' | 'newer'; what: 'take' | 'end' | 'wait'; count: number }

it(
  'whatever several workers take and give back, never more calls are out than allowed, and in the end all can be had',
  { timeout: 60_000 },
  async () => {
    const owners = await registerWorkers(app, 3)
    const limitsOf = fc.record({ concurrency: fc.integer({ min: 1, max: 6 }) })
    const step: fc.Arbitrary<Step> = fc.record({
      worker: fc.nat(owners.length - 1),
      kind: fc.constantFrom<Step['kind']>('other', 'tight', 'newer'),
      what: fc.constantFrom<Step['what']>('take', 'take', 'end', 'wait'),
      count: fc.integer({ min: 1, max: 5 }),
    })
    const run = async (ofConnection: CallLimits, ofAction: CallLimits, steps: readonly Step[]) => {
      const targets = await buildTargets(ofConnection, ofAction)
      const workers = owners.map((owner) => createCallLimiters({ ...app.deps, db: app.deps.db as Database }, owner))
      const out = owners.map(() => ({ other: [] as Permit[], tight: [] as Permit[], newer: [] as Permit[] }))
      const check = () => {
        const ofAll = out.flatMap((each) => [...each.other, ...each.tight, ...each.newer])
        const ofTight = out.flatMap((each) => [...each.tight, ...each.newer])
        expect(ofAll.length).toBeLessThanOrEqual(ofConnection.concurrency!)
        expect(ofTight.length).toBeLessThanOrEqual(ofAction.concurrency!)
      }
      const take = async ({ worker, kind, what, count }: Step) => {
        const mine = out[worker]![kind]
        if (what === 'take') {
          const permits = await workers[worker]!.of(targets[kind]).acquire(count)
          if (permits === 'free') throw new Error('free in spite of a limit')
          mine.push(...permits)
          check()
        }
        if (what === 'end') for (const permit of mine.splice(0, count)) permit.limiter.release(permit)
        if (what === 'wait') await new Promise((resolve) => setImmediate(resolve))
      }
      // Each kind of a worker runs its own steps, all at the same time. The sum of what they take must stay within the limits.
      const lanes = Map.groupBy(steps, ({ worker, kind }) => `${worker} ${kind}`)
      await Promise.all(
        [...lanes.values()].map(async (lane) => {
          for (const one of lane) await take(one)
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
  },
)
