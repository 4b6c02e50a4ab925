import { latencyBucket } from '@tabiji/shared/http-call/reply/latency-bucket.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { buildCallingJourney, buildConnection, calloutAttempt } from '../../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { serviceErrorOf } from '../../../../test/service-error-of.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import { getConnection } from '../../connections/get-connection.ts'
import { calloutInWords } from './present-callout.ts'
import { getCallout } from './get-callout.ts'
import { getCalloutNumbers } from '../../../insights/calls/get-callout-numbers.ts'
import { getCalloutSeries } from '../../../insights/calls/get-callout-series.ts'
import { getTopCalloutErrors } from '../../../insights/calls/get-top-callout-errors.ts'
import type { CountedAttempt } from './callout-counter.types.ts'
import { recordCallouts, countCallouts } from './record-callouts.ts'
import { calloutOperations } from '../../../insights/calls/callout.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const listCallouts = calling(calloutOperations.list)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function setUp() {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  return { ctx, journey: await buildCallingJourney(ctx), connection: await buildConnection(ctx) }
}

describe('attempts', () => {
  test('come back exactly as they were written, many at once', async () => {
    const { ctx, journey } = await setUp()
    const first = calloutAttempt(ctx, {
      journeyId: journey.id,
      inDoubt: true,
      // Rows are sent as one array per column, where quotes, braces and the word NULL have a meaning.
      request: {
        method: 'POST',
        url: 'https://x.example/',
        headers: { a: 'b' },
        body: '{"q":"\\"\\n{},\\\\"}',
        truncated: false,
      },
      reply: { status: 200, headers: {}, body: 'NULL', truncated: false },
      nextAttemptAt: new Date('2026-11-22T10:00:00Z'),
    })
    const none = calloutAttempt(ctx, {
      journeyId: journey.id,
      outcome: 'mappingError',
      statusCode: null,
      request: null,
      reply: null,
      error: {
        code: 'notMapped',
        issues: [{ code: 'callout.tokenMissing', severity: 'error', params: { token: 'text' } }],
      },
    })
    await recordCallouts(ctx.db, [first, none])
    await recordCallouts(ctx.db, [])
    const { workspaceId: _, startedAt, nextAttemptAt, ...same } = first
    expect(await getCallout(ctx, { id: first.id })).toMatchObject({
      ...same,
      startedAt: startedAt.toISOString(),
      nextAttemptAt: nextAttemptAt?.toISOString(),
    })
    const read = await getCallout(ctx, { id: none.id })
    expect(read).toMatchObject({ request: null, reply: null, error: none.error })
    expect(calloutInWords(read, 'ja').error).toEqual({
      code: 'notMapped',
      message: expect.stringContaining('「text」の値がありません'),
    })
  })

  test('are listed newest first, a page at a time, none twice and none left out', async () => {
    const { ctx, journey } = await setUp()
    const base = Date.now()
    // Three attempts share each instant, so that a page can end between two with the same time.
    const attempts = Array.from({ length: 20 }, (_, i) =>
      calloutAttempt(ctx, { journeyId: journey.id, startedAt: new Date(base - Math.floor(i / 3) * 1000) }),
    )
    await recordCallouts(ctx.db, attempts)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listCallouts(ctx, { limit: 4, cursor })
      seen.push(...page.items.map(({ id }) => id))
      expect(page.items.length).toBeLessThanOrEqual(4)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toHaveLength(20)
    expect(new Set(seen)).toEqual(new Set(attempts.map(({ id }) => id)))
    const times = await Promise.all(seen.map(async (id) => (await getCallout(ctx, { id })).startedAt))
    expect(times).toEqual(times.toSorted().toReversed())
  })

  test('are narrowed by journey, node, participant, connection, outcome and time', async () => {
    const { ctx, journey, connection } = await setUp()
    const at = (text: string) => new Date(text)
    const now = ctx.clock.now().toISOString().slice(0, 8)
    const enrollmentId = ctx.ids.uuid()
    const participantId = ctx.ids.uuid()
    await ctx.db
      .insertInto('enrollments')
      .values({
        id: enrollmentId,
        workspace_id: ctx.workspaceId,
        journey_id: journey.id,
        participant_id: participantId,
        status: 'active',
        step_id: 'post/call',
        node_id: 'post',
        version_number: 1,
        entered_at: ctx.clock.now(),
        node_entered_at: ctx.clock.now(),
        created_at: ctx.clock.now(),
        reason: null,
        pinned_version: null,
        due_at: null,
        lease_until: null,
        lease_owner: null,
        time_limit_at: null,
        ended_at: null,
      } as never)
      .execute()
    const wanted = calloutAttempt(ctx, {
      journeyId: journey.id,
      enrollmentId,
      participantId,
      connectionId: connection.id,
      outcome: 'timeout',
      statusCode: null,
      startedAt: at(`${now}02T10:00:00Z`),
    })
    const others = [
      calloutAttempt(ctx, { journeyId: ctx.ids.uuid(), startedAt: at(`${now}02T10:00:00Z`) }),
      calloutAttempt(ctx, { journeyId: journey.id, nodeId: 'other', startedAt: at(`${now}02T11:00:00Z`) }),
    ]
    await recordCallouts(ctx.db, [wanted, ...others])
    const ids = async (filter: object) => (await listCallouts(ctx, filter)).items.map(({ id }) => id)
    for (const filter of [
      { journeyId: journey.id, nodeId: 'post' },
      { participantId },
      { connectionId: connection.id },
      { outcome: 'timeout' },
      { journeyId: journey.id, from: `${now}02T19:00:00+09:00`, to: `${now}02T10:30:00Z` },
    ])
      expect(await ids(filter)).toEqual([wanted.id])
    expect(await ids({ journeyId: 'nonsense' })).toEqual([])
    expect(await ids({ outcome: 'blocked' })).toEqual([])
  })

  test('of another workspace are not there, and over REST a wrong filter is named', async () => {
    const { ctx, journey } = await setUp()
    const one = calloutAttempt(ctx, { journeyId: journey.id })
    await recordCallouts(ctx.db, [one])
    const stranger = (await setUp()).ctx
    expect((await listCallouts(stranger, {})).items).toEqual([])
    expect((await serviceErrorOf(getCallout(stranger, { id: one.id }))).code).toBe('notFound')
    expect((await serviceErrorOf(getCallout(ctx, { id: 'x' }))).code).toBe('notFound')
    const key = await app.apiKey('viewer', ctx.workspaceId)
    const listed = await app.request(`/api/v1/callouts?journeyId=${journey.id}&limit=1`, { key })
    expect(await listed.json()).toMatchObject({ items: [{ id: one.id, outcome: 'succeeded' }], nextCursor: null })
    expect((await app.request('/api/v1/callouts?outcome=fine', { key })).status).toBe(422)
    expect((await app.request('/api/v1/callouts?cursor=nonsense', { key })).status).toBe(400)
  })

  test('that failed are counted for their connection over 24 hours, tests aside', async () => {
    const { ctx, connection } = await setUp()
    const failed = { connectionId: connection.id, outcome: 'timeout', statusCode: null } as const
    const hoursAgo = (hours: number) => new Date(ctx.clock.now().getTime() - hours * 3_600_000)
    await recordCallouts(ctx.db, [
      calloutAttempt(ctx, { ...failed, startedAt: hoursAgo(1) }),
      calloutAttempt(ctx, { ...failed, startedAt: hoursAgo(23), outcome: 'httpError', statusCode: 503 }),
      calloutAttempt(ctx, { ...failed, startedAt: hoursAgo(25) }),
      calloutAttempt(ctx, { ...failed, isTest: true }),
      calloutAttempt(ctx, { connectionId: connection.id }),
    ])
    expect(await getConnection(ctx, connection)).toMatchObject({
      failuresLast24h: 2,
      lastFailure: {
        at: hoursAgo(1).toISOString().slice(0, 14) && expect.any(String),
        outcome: 'timeout',
        statusCode: null,
      },
    })
  })
})

describe('numbers', () => {
  const counted = (journeyId: string, options: Partial<CountedAttempt> = {}): CountedAttempt => ({
    journeyId,
    nodeId: 'post',
    versionNumber: 1,
    startedAt: new Date('2026-11-22T10:02:00Z'),
    outcome: 'succeeded',
    statusCode: 200,
    durationMs: 20,
    isFirst: true,
    isFinal: true,
    ...options,
  })
  const retry = { outcome: 'httpError', statusCode: 503 } as const

  test('add up visits, attempts, retries and outcomes', async () => {
    const { ctx, journey } = await setUp()
    await countCallouts(ctx.db, [
      ...Array.from({ length: 8 }, () => counted(journey.id)),
      // One visit that took three attempts and succeeded, one that failed finally after two.
      counted(journey.id, { ...retry, isFinal: false }),
      counted(journey.id, { ...retry, isFirst: false, isFinal: false }),
      counted(journey.id, { isFirst: false }),
      counted(journey.id, { outcome: 'timeout', statusCode: null, durationMs: 10_000, isFinal: false }),
      counted(journey.id, { ...retry, isFirst: false }),
      // One visit for which no request could be made.
      counted(journey.id, { outcome: 'mappingError', statusCode: null, durationMs: 0 }),
    ])
    const [numbers] = await getCalloutNumbers(ctx, { journeyId: journey.id })
    expect(numbers).toMatchObject({
      nodeId: 'post',
      total: 10,
      attempts: 13,
      succeeded: 9,
      failed: 2,
      notCalled: 1,
      retried: 3,
      byStatus: { 200: 9, 503: 3, none: 1 },
      byOutcome: { succeeded: 9, httpError: 3, timeout: 1, mappingError: 1 },
    })
    expect(numbers && numbers.total + numbers.notCalled).toBe(numbers && numbers.succeeded + numbers.failed)
    expect(numbers?.p50Ms).toBeCloseTo(20, -0.5)
    expect((numbers?.p99Ms ?? 0) / 10_000).toBeCloseTo(1, 1)
  })

  test('are the same however many workers count at once', async () => {
    const { ctx, journey } = await setUp()
    await Promise.all(
      Array.from({ length: 20 }, (_, worker) =>
        countCallouts(
          ctx.db,
          Array.from({ length: 50 }, (_, i) =>
            counted(journey.id, { nodeId: `n${(i + worker) % 3}`, durationMs: ((i * 7 + worker) % 40) * 5 }),
          ),
        ),
      ),
    )
    const numbers = await getCalloutNumbers(ctx, { journeyId: journey.id })
    expect(numbers.map(({ nodeId }) => nodeId).toSorted()).toEqual(['n0', 'n1', 'n2'])
    expect(numbers.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(1000)
  })

  test('are narrowed by node, version and time', async () => {
    const { ctx, journey } = await setUp()
    await countCallouts(ctx.db, [
      counted(journey.id),
      counted(journey.id, { versionNumber: 2 }),
      counted(journey.id, { nodeId: 'later', startedAt: new Date('2026-11-22T12:00:00Z') }),
    ])
    const totals = async (filter: object) =>
      Object.fromEntries(
        (await getCalloutNumbers(ctx, { journeyId: journey.id, ...filter })).map(({ nodeId, total }) => [
          nodeId,
          total,
        ]),
      )
    expect(await totals({})).toEqual({ post: 2, later: 1 })
    expect(await totals({ nodeId: 'post', version: 2 })).toEqual({ post: 1 })
    expect(await totals({ from: '2026-11-22T11:00:00Z' })).toEqual({ later: 1 })
    expect(await totals({ to: '2026-11-22T11:00:00Z' })).toEqual({ post: 2 })
    expect(await totals({ nodeId: 'never' })).toEqual({ never: 0 })
    expect((await serviceErrorOf(getCalloutNumbers((await setUp()).ctx, { journeyId: journey.id }))).code).toBe(
      'notFound',
    )
  })

  test('over time fill the quiet stretches with zeros', async () => {
    const { ctx, journey } = await setUp()
    await countCallouts(ctx.db, [
      counted(journey.id, { startedAt: new Date('2026-11-22T10:04:59Z') }),
      counted(journey.id, { startedAt: new Date('2026-11-22T10:05:00Z'), ...retry }),
      counted(journey.id, { startedAt: new Date('2026-11-22T10:21:00Z') }),
    ])
    const span = { from: '2026-11-22T10:00:00Z', to: '2026-11-22T10:25:00Z' }
    const fine = await getCalloutSeries(ctx, { journeyId: journey.id, ...span })
    expect(fine.sliceMs).toBe(300_000)
    expect(fine.points.map(({ succeeded, httpError }) => [succeeded, httpError])).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
      [1, 0],
    ])
    expect(fine.points[0]).toMatchObject({ at: '2026-11-22T10:00:00.000Z', p50Ms: expect.any(Number) })
    expect(fine.points[2]).toMatchObject({ p50Ms: null, p95Ms: null })
    const year = await getCalloutSeries(ctx, {
      journeyId: journey.id,
      from: '2026-01-01T00:00:00Z',
      to: '2027-01-01T00:00:00Z',
    })
    expect(year.points.length).toBeLessThan(120)
    expect(year.points.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(2)
  })

  test('the top errors group what is alike, count the people and quote the last one', async () => {
    const { ctx, journey } = await setUp()
    const person = ctx.ids.uuid()
    const refused = { code: 'statusRefused', status: 503, expected: '2xx' } as const
    await recordCallouts(ctx.db, [
      calloutAttempt(ctx, { journeyId: journey.id, ...retry, error: refused, participantId: person }),
      calloutAttempt(ctx, { journeyId: journey.id, ...retry, error: refused, participantId: person }),
      calloutAttempt(ctx, { journeyId: journey.id, ...retry, error: refused }),
      calloutAttempt(ctx, {
        journeyId: journey.id,
        outcome: 'network',
        statusCode: null,
        error: { code: 'nameNotFound', host: 'x.example' },
      }),
      calloutAttempt(ctx, { journeyId: journey.id }),
      calloutAttempt(ctx, { journeyId: journey.id, ...retry, error: refused, isTest: true }),
    ])
    const errors = await getTopCalloutErrors(ctx, { journeyId: journey.id, nodeId: 'post' })
    expect(errors).toMatchObject([
      { outcome: 'httpError', statusCode: 503, errorCode: 'statusRefused', attempts: 3, people: 2 },
      {
        outcome: 'network',
        statusCode: null,
        attempts: 1,
        people: 1,
        error: { code: 'nameNotFound', host: 'x.example' },
      },
    ])
    expect(await getTopCalloutErrors(ctx, { journeyId: journey.id, nodeId: 'other' })).toEqual([])
  })

  test('a bucket of the scale is what the table keeps', async () => {
    const { ctx, journey } = await setUp()
    await countCallouts(ctx.db, [counted(journey.id, { durationMs: 137 })])
    const row = await ctx.db
      .selectFrom('callout_counters')
      .selectAll()
      .where('journey_id', '=', journey.id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      latency_bucket: latencyBucket(137),
      attempts: 1,
      slot: new Date('2026-11-22T10:00:00Z'),
    })
  })
})
