import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { runWorker, until } from '../../../../test/run-worker.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../../test/test-app.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { enrollParticipants } from '../../../engine/enrollments/enroll-participants.ts'
import { pauseJourney } from '../../../journeys/lifecycle/pause-journey.ts'
import { createJourney } from '../../../journeys/drafts/create-journey.ts'
import { publishJourney } from '../../../journeys/publishing/publish-journey.ts'
import { getParticipant } from '../../../journeys/people/get-participant.ts'
import { acceptSample } from '../receive/accept-sample.ts'
import { deleteEndpoint } from '../../endpoints/delete-endpoint.ts'
import { getEndpoint } from '../../endpoints/get-endpoint.ts'
import { getEvent } from '../get-event.ts'
import { getNewestSample } from '../get-newest-sample.ts'
import { eventJob } from './event-job.ts'
import { runJob } from '../../../../test/run-job.ts'
import { replayEvents } from './replay-events.ts'
import { eventOperations } from '../event.operations.ts'
import { journeyOperations } from '../../../journeys/drafts/journey.operations.ts'
import { participantOperations } from '../../../journeys/people/participant.operations.ts'
import { type InputOf, calling, callingForJourney } from '../../../../test/call-operation.ts'

type CreateEndpointInput = InputOf<typeof eventOperations.create>

const createEndpoint = calling(eventOperations.create)
const updateEndpoint = calling(eventOperations.update)
const resumeJourney = callingForJourney(journeyOperations.resume)
const listParticipants = callingForJourney(participantOperations.list)

// Jobs are sent but not executed: each test processes the events of its own endpoint.
const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())

const at = { x: 0, y: 0 }

/** Waits for an event, optionally with a value in it, and records in a field that it came. */
function waiting(where: Record<string, string | number | boolean> = {}, topic: string | null = 'order.paid') {
  const signal = {
    signal: 'eventReceived' as const,
    ...(topic !== null && { topic }),
    ...(Object.keys(where).length > 0 && { where }),
  }
  return {
    name: 'Order follow-up',
    timeZone: 'UTC',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'total', type: 'number' },
      { key: 'result', type: 'text' },
    ],
    uniqueBy: ['email'],
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      {
        id: 'paid',
        kind: 'conditionalWait',
        position: at,
        config: { condition: { all: [signal] }, timeLimit: { amount: 1, unit: 'days' } },
      },
      { id: 'note', kind: 'updateField', position: at, config: { assignments: [{ field: 'result', value: 'paid' }] } },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'paid' },
      { source: 'paid', outlet: 'met', target: 'note' },
      { source: 'paid', outlet: 'timedOut', target: 'done' },
      { source: 'note', outlet: 'next', target: 'done' },
    ],
  } satisfies Partial<JourneyDocument>
}

type JourneyInput = Omit<Partial<JourneyDocument>, 'name'> & { name: string }

async function buildJourney(ctx: Ctx, options: JourneyInput = waiting()): Promise<string> {
  const { id } = await createJourney(ctx, options)
  await publishJourney(ctx, id)
  return id
}

async function buildEndpoint(ctx: Ctx, options: Partial<CreateEndpointInput> = {}) {
  const { endpoint, key } = await createEndpoint(ctx, {
    name: `Shop ${ctx.ids.uuid()}`,
    topic: 'order.paid',
    matchBy: [{ path: 'customer.email', field: 'email' }],
    ...options,
  })
  return { id: endpoint.id, key }
}

async function send(endpoint: { id: string; key: string }, payload: unknown, on: TestApp = app): Promise<string> {
  const answer = await on.request(`/api/v1/events/${endpoint.id}`, { json: payload, key: endpoint.key })
  expect(answer.status).toBe(202)
  return (await jsonOf(answer)).eventId
}

/** Sends an event and processes it at once. */
async function process(ctx: Ctx, endpoint: { id: string; key: string }, payload: unknown) {
  const eventId = await send(endpoint, payload)
  await runJob(app.deps, eventJob, { endpointId: endpoint.id })
  return getEvent(ctx, { id: endpoint.id, eventId })
}

const freshCtx = async () => app.ctx('admin', (await buildWorkspace(app.deps)).id)
const from = (email: string, more: object = {}) => ({ customer: { email }, ...more })
const enroll = (ctx: Ctx, journeyId: string, ...emails: string[]) =>
  enrollParticipants(ctx, journeyId, { participants: emails.map((email) => ({ email })) })

async function signalsOf(ctx: Ctx) {
  const rows = await app.deps.db
    .selectFrom('signals')
    .innerJoin('enrollments', 'enrollments.id', 'signals.enrollment_id')
    .innerJoin('participants', 'participants.id', 'enrollments.participant_id')
    .select(['participants.email', 'signals.kind', 'signals.payload'])
    .where('signals.workspace_id', '=', ctx.workspaceId)
    .orderBy('signals.id')
    .execute()
  return rows.map(({ email, kind, payload }) => ({ email, kind, payload }))
}

describe('recognising people', () => {
  test('an event tells the person it is about, in every journey that waits for it', async () => {
    const ctx = await freshCtx()
    for (const options of [waiting(), waiting({}, null), waiting({}, 'order.refunded')])
      await enroll(ctx, await buildJourney(ctx, options), 'customer001@example.com', 'customer002@example.com')
    const endpoint = await buildEndpoint(ctx)
    const event = await process(
      ctx,
      endpoint,
      from(' Customer001@Example.com', { order: { total: 12, items: [{ sku: 'a' }] } }),
    )
    expect(event).toMatchObject({ status: 'processed', matched: 2, enrolled: 0, refused: 0, reasons: [] })
    const payload = {
      topic: 'order.paid',
      'customer.email': ' Customer001@Example.com',
      'order.total': 12,
      'order.items.0.sku': 'a',
    }
    const signal = { email: 'customer001@example.com', kind: 'eventReceived', payload }
    expect(await signalsOf(ctx)).toEqual([signal, signal])
  })

  test('people are found by the key of the journey when it is no address', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx, {
      ...waiting(),
      fields: [
        { key: 'account', type: 'text', required: true },
        { key: 'plan', type: 'text', required: true },
        { key: 'result', type: 'text' },
      ],
      uniqueBy: ['account', 'plan'],
    })
    await enrollParticipants(ctx, journeyId, {
      participants: [
        { account: '42', plan: 'pro' },
        { account: '42', plan: 'free' },
      ],
    })
    const matchBy = [
      { path: 'account', field: 'account' },
      { path: 'plan', field: 'plan' },
    ]
    const endpoint = await buildEndpoint(ctx, { matchBy })
    expect(await process(ctx, endpoint, { account: 42, plan: 'pro' })).toMatchObject({
      status: 'processed',
      matched: 1,
    })
    expect(await process(ctx, endpoint, { account: 42 })).toMatchObject({
      status: 'nobody',
      reasons: [{ code: 'event.keyMissing' }],
    })
  })

  test('an address finds people of a journey that tells them apart by something else', async () => {
    const ctx = await freshCtx()
    const fields = [
      { key: 'ticket', type: 'text' as const, required: true },
      { key: 'mail', type: 'email' as const },
      { key: 'result', type: 'text' as const },
    ]
    const journeyId = await buildJourney(ctx, { ...waiting(), fields, uniqueBy: ['ticket'] })
    await enrollParticipants(ctx, journeyId, {
      participants: [
        { ticket: '1', mail: 'Customer001@example.com' },
        { ticket: '2', mail: 'customer001@example.com' },
      ],
    })
    const endpoint = await buildEndpoint(ctx)
    expect(await process(ctx, endpoint, from('customer001@EXAMPLE.com'))).toMatchObject({
      status: 'processed',
      matched: 2,
    })
    expect(await process(ctx, endpoint, from('no address'))).toMatchObject({
      status: 'nobody',
      reasons: [{ code: 'event.cannotRecognise' }],
    })
  })

  test('an event about nobody is kept with the reason, and reaches them once it is replayed', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    const endpoint = await buildEndpoint(ctx)
    const { id: eventId, ...event } = await process(ctx, endpoint, from('customer001@example.com'))
    expect(event).toMatchObject({ status: 'nobody', reasons: [{ code: 'event.nobodyFound', journeyId }] })
    expect(event.reasons[0]!.message).toContain('customer001@example.com')
    expect(await getEndpoint(ctx, endpoint)).toMatchObject({ kept: 1, receivedLast24h: 1 })

    await enroll(ctx, journeyId, 'customer001@example.com')
    expect(await replayEvents(ctx, { id: endpoint.id, eventIds: [eventId] })).toEqual({ events: 1 })
    await runJob(app.deps, eventJob, { endpointId: endpoint.id })
    expect(await getEvent(ctx, { id: endpoint.id, eventId })).toMatchObject({
      status: 'processed',
      matched: 1,
      reasons: [],
    })
    // An event that reached people is not replayed.
    expect(await replayEvents(ctx, { id: endpoint.id })).toEqual({ events: 0 })
    expect(await signalsOf(ctx)).toHaveLength(1)
  })

  test('nothing is done while it is not chosen whom an event is about, or nobody waits for it; all of it can be replayed', async () => {
    const ctx = await freshCtx()
    const endpoint = await buildEndpoint(ctx, { matchBy: [] })
    expect((await process(ctx, endpoint, from('customer001@example.com'))).reasons).toMatchObject([
      { code: 'event.notSetUp' },
    ])
    await updateEndpoint(ctx, { id: endpoint.id, matchBy: [{ path: 'customer.email', field: 'email' }] })
    expect((await process(ctx, endpoint, from('customer002@example.com'))).reasons).toMatchObject([
      { code: 'event.nobodyListens' },
    ])
    await enroll(ctx, await buildJourney(ctx), 'customer001@example.com', 'customer002@example.com')
    expect(await replayEvents(ctx, { id: endpoint.id })).toEqual({ events: 2 })
    await runJob(app.deps, eventJob, { endpointId: endpoint.id })
    expect((await signalsOf(ctx)).map(({ email }) => email)).toEqual([
      'customer001@example.com',
      'customer002@example.com',
    ])
  })

  test('an event of one workspace says nothing to people of another', async () => {
    const [own, foreign] = [await freshCtx(), await freshCtx()]
    for (const ctx of [own, foreign]) await enroll(ctx, await buildJourney(ctx), 'customer001@example.com')
    expect(await process(own, await buildEndpoint(own), from('customer001@example.com'))).toMatchObject({
      matched: 1,
    })
    expect(await signalsOf(own)).toHaveLength(1)
    expect(await signalsOf(foreign)).toEqual([])
    const journeyOfOthers = await buildJourney(foreign)
    await expect(buildEndpoint(own, { enrollJourneyId: journeyOfOthers })).rejects.toMatchObject({ code: 'notFound' })
  })

  test('each element of the chosen list is about a person of its own', async () => {
    const ctx = await freshCtx()
    await enroll(ctx, await buildJourney(ctx), 'customer001@example.com', 'customer002@example.com')
    const endpoint = await buildEndpoint(ctx, {
      fanOutPath: 'order.contacts',
      matchBy: [{ path: 'order.contacts.email', field: 'email' }],
    })
    const contacts = ['customer001', 'customer003', 'customer002'].map((name) => ({ email: `${name}@example.com` }))
    const event = await process(ctx, endpoint, { order: { total: 5, contacts } })
    expect(event).toMatchObject({ status: 'processed', matched: 2, reasons: [{ item: 1, code: 'event.nobodyFound' }] })
    expect(
      (await signalsOf(ctx)).map(({ email, payload }) => [
        email,
        payload?.['order.contacts.email'],
        payload?.['order.total'],
      ]),
    ).toEqual([
      ['customer001@example.com', 'customer001@example.com', 5],
      ['customer002@example.com', 'customer002@example.com', 5],
    ])
  })

  test('events of one person count in the order in which they came, however many workers look', async () => {
    const ctx = await freshCtx()
    await enroll(ctx, await buildJourney(ctx), 'customer001@example.com')
    const endpoint = await buildEndpoint(ctx)
    for (let step = 0; step < 60; step++) await send(endpoint, from('customer001@example.com', { step }))
    await Promise.all(Array.from({ length: 4 }, () => runJob(app.deps, eventJob, { endpointId: endpoint.id })))
    expect((await signalsOf(ctx)).map(({ payload }) => payload?.step)).toEqual(
      Array.from({ length: 60 }, (_, step) => step),
    )
  })
})

test('a fault of ours is kept with its event, holds up none behind it, and is over after a replay', async () => {
  const ctx = await freshCtx()
  const journeyId = await buildJourney(ctx)
  const endpoint = await buildEndpoint(ctx, { enrollJourneyId: journeyId })
  const refuse = sql`alter table participants add constraint no_unlucky check (email <> 'unlucky@example.com')`
  await refuse.execute(app.deps.db)
  const [bad, good] = [
    await send(endpoint, from('unlucky@example.com')),
    await send(endpoint, from('customer001@example.com')),
  ]
  await runJob(app.deps, eventJob, { endpointId: endpoint.id })
  await sql`alter table participants drop constraint no_unlucky`.execute(app.deps.db)
  const failed = await getEvent(ctx, { id: endpoint.id, eventId: bad })
  expect(failed).toMatchObject({ status: 'failed', enrolled: 0, reasons: [{ code: 'event.processingFailed' }] })
  expect(failed.reasons[0]!.message).not.toContain('unlucky')
  expect(await getEvent(ctx, { id: endpoint.id, eventId: good })).toMatchObject({ status: 'processed', enrolled: 1 })
  await replayEvents(ctx, { id: endpoint.id })
  await runJob(app.deps, eventJob, { endpointId: endpoint.id })
  expect(await getEvent(ctx, { id: endpoint.id, eventId: bad })).toMatchObject({ status: 'processed', enrolled: 1 })
})

describe('letting people in', () => {
  const mapping = [{ path: 'order.total', field: 'total' }]

  test('an unknown person enters with typed values, a known one does not enter twice, a bad value is refused with its reason', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    const endpoint = await buildEndpoint(ctx, { enrollJourneyId: journeyId, mapping })
    expect(await process(ctx, endpoint, from('customer001@example.com', { order: { total: '12.5' } }))).toMatchObject({
      status: 'processed',
      matched: 0,
      enrolled: 1,
    })
    expect((await listParticipants(ctx, journeyId)).items).toMatchObject([
      { email: 'customer001@example.com', fields: { total: 12.5 } },
    ])
    expect(await process(ctx, endpoint, from('CUSTOMER001@example.com', { order: { total: 3 } }))).toMatchObject({
      status: 'processed',
      matched: 1,
      enrolled: 0,
    })
    const refused = await process(ctx, endpoint, from('customer002@example.com', { order: { total: 'many' } }))
    expect(refused).toMatchObject({ status: 'refused', refused: 1, reasons: [{ code: 'field.number', journeyId }] })
    expect(refused.reasons[0]!.message).toContain('"many"')
    expect(await process(ctx, endpoint, { order: { total: 1 } })).toMatchObject({
      status: 'refused',
      reasons: [{ code: 'field.required' }],
    })
    expect((await listParticipants(ctx, journeyId)).items).toHaveLength(1)
  })

  test('the event that let somebody in is not one they then wait for; the next is', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    const endpoint = await buildEndpoint(ctx, { enrollJourneyId: journeyId })
    await process(ctx, endpoint, from('customer001@example.com'))
    expect(await signalsOf(ctx)).toEqual([])
    await process(ctx, endpoint, from('customer001@example.com'))
    expect(await signalsOf(ctx)).toHaveLength(1)
  })

  test('a list lets its good people in and says who was refused', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    const endpoint = await buildEndpoint(ctx, { enrollJourneyId: journeyId, mapping })
    const event = await process(ctx, endpoint, [
      from('customer001@example.com'),
      from('nobody'),
      from('customer002@example.com'),
    ])
    expect(event).toMatchObject({
      status: 'processed',
      enrolled: 2,
      refused: 1,
      reasons: [{ item: 1, code: 'field.email' }],
    })
  })

  test('people wait as new while the journey is not published yet', async () => {
    const ctx = await freshCtx()
    const { id } = await createJourney(ctx, waiting())
    const endpoint = await buildEndpoint(ctx, { enrollJourneyId: id })
    expect(await process(ctx, endpoint, from('customer001@example.com'))).toMatchObject({ enrolled: 1 })
    expect((await listParticipants(ctx, id)).items).toMatchObject([{ status: 'new' }])
  })

  test('values of people who are in are written when that is chosen, but for what they are told apart by', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    await enroll(ctx, journeyId, 'customer001@example.com')
    const endpoint = await buildEndpoint(ctx, { mapping, updatesPeople: true })
    await process(ctx, endpoint, from('customer001@example.com', { order: { total: 7 } }))
    await process(ctx, endpoint, from('customer001@example.com', { order: { total: 'bad' } }))
    const [person] = (await listParticipants(ctx, journeyId)).items
    expect(person!.fields).toMatchObject({ email: 'customer001@example.com', total: 7 })
  })

  test('an endpoint that could let nobody in is refused when it is saved', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    await expect(
      buildEndpoint(ctx, { enrollJourneyId: journeyId, matchBy: [], mapping: [{ path: 'a', field: 'shoeSize' }] }),
    ).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ code: 'event.fieldUnknown' }, { code: 'event.requiredUnmapped', params: { field: 'email' } }],
    })
  })
})

describe('an endpoint', () => {
  test('learns its values from a real event, and notes when a later one lacks what is used', async () => {
    const ctx = await freshCtx()
    const endpoint = await buildEndpoint(ctx, { matchBy: [] })
    expect(await getNewestSample(ctx, { id: endpoint.id })).toBeNull()
    const eventId = await send(
      endpoint,
      from('customer001@example.com', { at: '2026-11-25T09:00:00Z', people: [{ a: 1 }] }),
    )
    const sample = await getNewestSample(ctx, { id: endpoint.id })
    expect(sample).toMatchObject({ eventId, lists: ['people'] })
    const accepted = await acceptSample(ctx, { id: endpoint.id, eventId })
    expect(accepted.schemaVersion).toBe(1)
    expect(accepted.fields).toEqual([
      { path: 'customer.email', type: 'email', sample: 'customer001@example.com' },
      { path: 'at', type: 'dateTime', sample: '2026-11-25T09:00:00Z' },
      { path: 'people.0.a', type: 'number', sample: 1 },
    ])
    await expect(
      updateEndpoint(ctx, { id: endpoint.id, matchBy: [{ path: 'mail', field: 'email' }] }),
    ).rejects.toMatchObject({ issues: [{ code: 'event.pathUnknown', path: ['matchBy', 0, 'path'] }] })
    await updateEndpoint(ctx, { id: endpoint.id, matchBy: [{ path: 'customer.email', field: 'email' }] })

    await process(ctx, endpoint, from('customer001@example.com'))
    expect((await getEndpoint(ctx, endpoint)).drift).toBeNull()
    const bad = await process(ctx, endpoint, { mail: 'customer001@example.com' })
    expect(bad.drift).toEqual({ missing: ['customer.email'], changed: [] })
    expect((await getEndpoint(ctx, endpoint)).drift).toMatchObject({ eventId: bad.id, missing: ['customer.email'] })
    await acceptSample(ctx, { id: endpoint.id, eventId: bad.id })
    expect(await getEndpoint(ctx, endpoint)).toMatchObject({ drift: null, schemaVersion: 2 })
  })

  test('says which journeys wait for it, and is not deleted under them', async () => {
    const ctx = await freshCtx()
    const journeyId = await buildJourney(ctx)
    const endpoint = await buildEndpoint(ctx)
    expect((await getEndpoint(ctx, endpoint)).listeners).toEqual([{ journeyId, name: 'Order follow-up' }])
    await expect(deleteEndpoint(ctx, endpoint)).rejects.toMatchObject({
      code: 'inUse',
      params: { where: '"Order follow-up"' },
    })
    const second = await buildEndpoint(ctx)
    await deleteEndpoint(ctx, endpoint)
    await expect(getEndpoint(ctx, endpoint)).rejects.toMatchObject({ code: 'notFound' })
    expect(await getEndpoint(ctx, second)).toMatchObject({ topic: 'order.paid' })
  })

  test('shows its key once and never again, nor in the list, the answers or the audit log', async () => {
    const ctx = await freshCtx()
    const { key, id } = await buildEndpoint(ctx)
    const shown = JSON.stringify([
      await app.caller('viewer', { workspaceId: ctx.workspaceId }).events.endpoints(),
      await app.caller('admin', { workspaceId: ctx.workspaceId }).auditLog.list({}),
    ])
    expect(shown).toContain(id)
    expect(shown).not.toContain(key)
    expect(shown).not.toContain('Hash')
  })

  test('two of one name are refused, in any case', async () => {
    const ctx = await freshCtx()
    await buildEndpoint(ctx, { name: 'Shop' })
    await expect(buildEndpoint(ctx, { name: 'shop' })).rejects.toMatchObject({ issues: [{ code: 'event.nameTaken' }] })
  })

  test('over REST is made, changed, read and deleted', async () => {
    const key = await app.apiKey('admin')
    const made = await app.request('/api/v1/event-endpoints', { key, json: { name: 'REST shop', topic: 'order.sent' } })
    expect(made.status).toBe(201)
    const { endpoint, key: endpointKey } = await jsonOf(made)
    const path = `/api/v1/event-endpoints/${endpoint.id}`
    expect((await app.request(endpoint.url, { key: endpointKey, json: { a: 1 } })).status).toBe(202)
    const events = await jsonOf(await app.request(`${path}/events?status=received`, { key }))
    expect(events.items).toHaveLength(1)
    const changed = await app.request(path, { key, method: 'PATCH', json: { rateLimitPerMinute: 10 } })
    expect(await jsonOf(changed)).toMatchObject({ name: 'REST shop', rateLimitPerMinute: 10 })
    expect((await app.request(path, { key, method: 'DELETE' })).status).toBe(204)
    expect((await app.request(path, { key })).status).toBe(404)
    expect((await app.request(`/api/v1/events/${endpoint.id}`, { key: endpointKey, json: {} })).status).toBe(401)
  })
})

describe('with a worker', () => {
  async function withOneWaiting(on: TestApp, where: Record<string, string | number | boolean> = {}) {
    const ctx = on.ctx('admin')
    const journeyId = await buildJourney(ctx, waiting(where))
    await enroll(ctx, journeyId, 'customer001@example.com')
    const person = await until('the person to wait', async () => {
      const [person] = (await listParticipants(ctx, journeyId)).items
      return person?.nodeId === 'paid' && person.dueAt !== null && person
    })
    const stands = async () => (await getParticipant(ctx, journeyId, person.participantId)).enrollments[0]!
    const statusOf = async (endpointId: string, eventId: string) =>
      until('the event to be worked on', async () => {
        const event = await getEvent(ctx, { id: endpointId, eventId })
        return event.status !== 'received' && event.status
      })
    return { ctx, journeyId, stands, statusOf, endpoint: await buildEndpoint(ctx) }
  }

  test('the event with the right value lets a waiting person go on, one with another value does not', async () => {
    await using on = await createTestApp()
    await using _ = await runWorker(on.deps)
    const { ctx, journeyId, stands, statusOf, endpoint } = await withOneWaiting(on, { 'order.status': 'paid' })
    const other = await send(endpoint, from('customer001@example.com', { order: { status: 'open' } }), on)
    expect(await statusOf(endpoint.id, other)).toBe('processed')
    expect(await stands()).toMatchObject({ status: 'active', nodeId: 'paid' })
    await send(endpoint, from('customer001@example.com', { order: { status: 'paid' } }), on)
    await until('the end', async () => (await stands()).status === 'completed')
    const [person] = (await listParticipants(ctx, journeyId)).items
    expect(person!.fields.result).toBe('paid')
  })

  test('an event that comes while the journey is paused counts when it goes on', async () => {
    await using on = await createTestApp()
    await using _ = await runWorker(on.deps)
    const { ctx, journeyId, stands, statusOf, endpoint } = await withOneWaiting(on)
    await pauseJourney(ctx, journeyId)
    const eventId = await send(endpoint, from('customer001@example.com'), on)
    expect(await statusOf(endpoint.id, eventId)).toBe('processed')
    expect(await stands()).toMatchObject({ status: 'paused', nodeId: 'paid' })
    await resumeJourney(ctx, journeyId)
    await until('the end', async () => (await stands()).status === 'completed')
  })
})
