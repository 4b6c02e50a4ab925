import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { followCalledPeople } from '../../../test/follow-called-people.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { enrollParticipants } from '../../engine/enrollments/enroll-participants.ts'
import { acceptSample } from '../events/receive/accept-sample.ts'
import { cleanUpEvents } from '../events/clean-up-events.ts'
import { deleteEndpoint } from '../endpoints/delete-endpoint.ts'
import { getEndpoint } from '../endpoints/get-endpoint.ts'
import { getEvent } from '../events/get-event.ts'
import { replayEvents } from '../events/process/replay-events.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { deleteJourney } from '../../journeys/drafts/delete-journey.ts'
import { getJourney } from '../../journeys/drafts/get-journey.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { replaceDraft } from '../../journeys/drafts/replace-draft.ts'
import { stopJourney } from '../../journeys/lifecycle/stop-journey.ts'
import { lockCallbackKeysShared } from './callback-key.repository.ts'
import { eventOperations } from '../events/event.operations.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { type InputOf, calling, callingForJourney } from '../../../test/call-operation.ts'

type CreateEndpointInput = InputOf<typeof eventOperations.create>

const createEndpoint = calling(eventOperations.create)
const resumeJourney = callingForJourney(journeyOperations.resume)

const target = await startCalloutServer()
const app = await createTestApp({ env: { calloutAllow: [target.allow] } })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})
const { db } = app.deps
let externalActionId = ''

const at = { x: 0, y: 0 }
/** The job id for the person whom the call is about. */
const jobOf = (body: string) => `job of ${JSON.parse(body).who}`

beforeAll(async () => {
  const connection = await buildConnection(app.ctx(), { baseUrl: target.url })
  const action = await buildExternalAction(app.ctx(), {
    connectionId: connection.id,
    method: 'POST',
    path: '/jobs',
    body: { kind: 'json', template: '{"who":"{{who}}"}' },
    tokens: [{ name: 'who', type: 'text', required: true }],
    extract: [{ name: 'job', path: '$.job', type: 'text', ifMissing: 'fail' }],
  })
  externalActionId = action.id
})
beforeEach(() => {
  target.requests.length = 0
  target.answer = ({ body }) => ({ body: { job: jobOf(body) } })
})

async function buildEndpoint(options: Partial<CreateEndpointInput> = {}) {
  const name = `Jobs ${app.deps.ids.uuid()}`
  const { endpoint, key } = await createEndpoint(app.ctx('admin'), { name, topic: name, ...options })
  const post = async (payload: object | string) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const answer = await app.request(`/api/v1/events/${endpoint.id}`, { method: 'POST', body, headers })
    expect(answer.status).toBe(202)
    const { eventId } = await jsonOf(answer)
    return eventId as string
  }
  const settled = (eventId: string) =>
    until('the event to be worked on', async () => {
      const event = await getEvent(app.ctx(), { id: endpoint.id, eventId })
      return event.status !== 'received' && event
    })
  const callback = async (payload: object) => settled(await post(payload))
  return { endpointId: endpoint.id, post, settled, callback }
}

type Changes = { ownAddress?: true; byKey?: object; timeLimit?: object; succeededWhen?: object }

function documentOf(endpointId: string, { ownAddress, ...changes }: Changes = {}) {
  const submit = {
    externalActionId,
    tokens: { who: ownAddress ? { from: 'callbackUrl' } : { from: 'field', field: 'email' } },
    save: [{ output: 'ticket', field: 'ticket' }],
    callback: {
      ...(!ownAddress && { byKey: { endpointId, path: 'job.id', output: 'job' } }),
      timeLimit: { amount: 1, unit: 'hours' },
      succeededWhen: { state: 'done' },
      values: [{ name: 'ticket', key: 'result.id', type: 'text' }],
      ...changes,
    },
  }
  const ends = ['good', 'bad', 'late'].map((id) => ({ id, kind: 'exit', position: at, config: { reason: id } }))
  return {
    name: 'Order',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'ticket', type: 'text' },
    ],
    uniqueBy: ['email'],
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      { id: 'submit', kind: 'callApi', position: at, config: submit },
      ...ends,
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'submit' },
      ...outletsOfDraft({ id: 'submit', kind: 'callApi', position: at, config: submit }).map((outlet) => ({
        source: 'submit',
        outlet,
        target: { next: 'good', failed: 'bad' }[outlet] ?? 'late',
      })),
    ],
  }
}

async function startJourney(endpointId: string, emails: readonly string[] = [person], changes: Changes = {}) {
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, documentOf(endpointId, changes) as never)
  await publishJourney(ctx, id)
  const { results } = await enrollParticipants(ctx, id, { participants: emails.map((email) => ({ email })) })
  return { ctx, id, ...followCalledPeople(app, emails, results) }
}

const [person, other] = ['customer001@example.com', 'customer002@example.com'] as const
const done = (email: string, ticket = 'T-1') => ({
  job: { id: `job of ${email}` },
  state: 'done',
  result: { id: ticket },
})
const codes = (event: { reasons: { code: string }[] }) => event.reasons.map(({ code }) => code)

describe('a callback that comes as an event', () => {
  test('finds its person by what the call was answered with, decides how they go on, and is taken once', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { waits, ended, look } = await startJourney(endpointId, [person, other])
    await waits(person)
    await waits(other)

    expect(await callback(done(other, 'T-2'))).toMatchObject({ status: 'processed', matched: 1, reasons: [] })
    expect(await ended(other)).toMatchObject({ reason: 'good', fields: { ticket: 'T-2' } })
    expect((await look(person)).stepId).toBe('submit/callback')

    expect((await callback({ ...done(person), state: 'refused' })).status).toBe('processed')
    expect((await ended(person)).reason).toBe('bad')
    const again = await callback(done(person))
    expect([again.status, codes(again)]).toEqual(['nobody', ['event.callbackLate']])
  })

  test('counts when it comes before the reply to the call, and its event says so then', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback, settled } = await buildEndpoint()
    let eventId = ''
    target.answer = async ({ body }) => {
      const early = await callback(done(person, 'T-9'))
      expect(codes(early)).toEqual(['event.callbackNobody'])
      eventId = early.id
      return { body: { job: jobOf(body) } }
    }
    const { ended } = await startJourney(endpointId)
    expect(await ended()).toMatchObject({ reason: 'good', fields: { ticket: 'T-9' } })
    expect(await settled(eventId)).toMatchObject({ status: 'processed', matched: 1, reasons: [] })
  })

  test('is never lost and never told twice, whenever it comes between the request and long after the reply', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, post } = await buildEndpoint({ rateLimitPerMinute: 60_000 })
    const people = Array.from({ length: 60 }, (_, index) => `person${index}@example.com`)
    const posted: Promise<string>[] = []
    const started = Promise.withResolvers<Awaited<ReturnType<typeof startJourney>>>()
    target.answer = async ({ body }) => {
      const { who } = JSON.parse(body)
      const number = people.indexOf(who)
      const callBack = () => post(done(who, `T-${number}`))
      const moments = {
        beforeReply: callBack,
        withReply: callBack,
        afterReply: async () => {
          await new Promise((resolve) => setImmediate(resolve))
          return callBack()
        },
        longAfterReply: async () => {
          await until(
            'the person to wait',
            async () => (await (await started.promise).look(who)).stepId === 'submit/callback',
          )
          return callBack()
        },
      }
      const moment = (Object.keys(moments) as (keyof typeof moments)[])[number % 4]!
      const later = moments[moment]()
      posted.push(later)
      if (moment === 'beforeReply') await later
      return { body: { job: jobOf(body) } }
    }
    const journey = await startJourney(endpointId, people)
    started.resolve(journey)
    const { ended, look } = journey
    for (const [number, email] of people.entries())
      expect(await ended(email)).toMatchObject({ reason: 'good', fields: { ticket: `T-${number}` } })
    await Promise.all(posted)
    const ids = await Promise.all(people.map(async (email) => (await look(email)).id))
    const signals = await db.selectFrom('signals').select('enrollment_id').where('enrollment_id', 'in', ids).execute()
    expect(signals).toHaveLength(people.length)
  })

  test('on two calls that were answered with one key is told to both, whichever reply comes last', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    let isCalledBack = false
    target.answer = async ({ body }) => {
      if (JSON.parse(body).who === other) await until('the callback', async () => isCalledBack)
      return { body: { job: 'shared' } }
    }
    const { waits, ended } = await startJourney(endpointId, [person, other])
    await waits(person)
    expect(await callback({ job: { id: 'shared' }, state: 'done' })).toMatchObject({ status: 'processed', matched: 1 })
    isCalledBack = true
    expect((await ended(person)).reason).toBe('good')
    expect((await ended(other)).reason).toBe('good')
  })

  test('waits for a reply that is just being recorded', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, post, settled } = await buildEndpoint()
    const { waits, ended } = await startJourney(endpointId)
    await waits()
    const row = await db
      .deleteFrom('callback_keys')
      .where('endpoint_id', '=', endpointId)
      .returningAll()
      .executeTakeFirstOrThrow()
    const eventId = await db.transaction().execute(async (trx) => {
      await lockCallbackKeysShared(trx, [endpointId])
      await trx.insertInto('callback_keys').values(row).execute()
      const eventId = await post(done(person))
      await until('the callback to wait', async () => {
        const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory' and not granted`.execute(db)
        return rows.length > 0
      })
      return eventId
    })
    expect((await settled(eventId)).status).toBe('processed')
    expect((await ended()).reason).toBe('good')
  })

  test('is told once to whoever makes the call again under the same key', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { nodes, edges, ...document } = documentOf(endpointId)
    const cool = {
      id: 'cool',
      kind: 'waitTimer',
      position: at,
      config: { mode: 'duration', amount: 1, unit: 'seconds' },
    }
    const again = edges.map((edge) =>
      edge.outlet === 'next' && edge.source === 'submit' ? { ...edge, target: 'cool' } : edge,
    )
    const ctx = app.ctx('admin')
    const { id } = await createJourney(ctx, {
      ...document,
      nodes: [...nodes.filter((node) => node.id !== 'good'), cool],
      edges: [...again, { source: 'cool', outlet: 'next', target: 'submit' }],
    } as never)
    await publishJourney(ctx, id)
    await enrollParticipants(ctx, id, { participants: [{ email: person }] })
    const look = () => db.selectFrom('enrollments').selectAll().where('journey_id', '=', id).executeTakeFirstOrThrow()
    await until('the first call', async () => (await look()).step_id === 'submit/callback')
    expect((await callback(done(person))).matched).toBe(1)
    await until(
      'the second call',
      async () => (await look()).step_id === 'submit/callback' && target.requests.length === 2,
    )
    const second = await callback({ ...done(person), state: 'refused' })
    expect([second.matched, second.reasons]).toEqual([1, []])
    expect((await until('the end', async () => (await look()).status === 'completed' && look())).reason).toBe('bad')
  })

  test('of an earlier call is not told to a later one under the same key', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    target.answer = () => ({ body: { job: 'reused' } })
    const first = await startJourney(endpointId)
    await first.waits()
    const { id } = await callback({ job: { id: 'reused' }, state: 'done' })
    await first.ended()
    // As if it had come well before the second call.
    const received = { received_at: new Date(Date.now() - 60_000) }
    await db.updateTable('early_callbacks').set(received).where('event_id', '=', id).execute()
    const second = await startJourney(endpointId)
    await second.waits()
    expect((await callback({ job: { id: 'reused' }, state: 'refused' })).matched).toBe(1)
    expect((await second.ended()).reason).toBe('bad')
  })

  test('that nobody waits for, or that names nothing, says so on its event', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { waits, look } = await startJourney(endpointId)
    await waits()
    const unknown = await callback({ job: { id: 'nobody knows' }, state: 'done' })
    expect(unknown).toMatchObject({ status: 'nobody', matched: 0 })
    expect(unknown.reasons[0]!.message).toMatch(/Nobody waits for a callback for "nobody knows"/)
    expect(codes(await callback({ state: 'done' }))).toEqual(['event.callbackKeyMissing'])
    expect(codes(await callback({ job: { id: '' } }))).toEqual(['event.callbackKeyMissing'])
    expect((await look(person)).stepId).toBe('submit/callback')
  })

  test('is too late after the time limit, which has led the person on', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { ended } = await startJourney(endpointId, [person], { timeLimit: { amount: 1, unit: 'seconds' } })
    expect((await ended()).reason).toBe('late')
    const late = await callback(done(person))
    expect(late.reasons[0]!.message).toMatch(/came too late/)
  })

  test('is kept during a pause, and only the first of two', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { ctx, id, waits, look, ended } = await startJourney(endpointId)
    await waits()
    await pauseJourney(ctx, id)
    expect((await callback(done(person))).status).toBe('processed')
    expect(codes(await callback({ ...done(person), state: 'refused' }))).toEqual(['event.callbackAgain'])
    expect((await look(person)).stepId).toBe('submit/callback')
    await resumeJourney(ctx, id, { overdue: 'send' })
    expect((await ended()).reason).toBe('good')
  })

  test('finds whoever was called for before the journey was changed to another event', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const next = await buildEndpoint()
    const { ctx, id, waits, ended } = await startJourney(endpointId)
    await waits()
    const { draftRevision } = await getJourney(ctx, id)
    const changed = { schemaVersion: 1, timeZone: 'UTC', reentry: 'never', ...documentOf(next.endpointId) }
    await replaceDraft(ctx, id, { baseRevision: draftRevision, document: journeyDocumentSchema.parse(changed) })
    await publishJourney(ctx, id)
    expect((await callback(done(person))).matched).toBe(1)
    expect((await ended()).reason).toBe('good')
  })

  test('can be one of many in an event, and a number that is longer than numbers are', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, post, settled } = await buildEndpoint({ fanOutPath: 'jobs' })
    const numbers = { [person]: '12345678901234567891', [other]: '12345678901234567892' }
    target.answer = ({ body }) => ({ body: `{"job":${numbers[JSON.parse(body).who as typeof person]}}` })
    const byKey = { endpointId, path: 'jobs.id', output: 'job' }
    const { waits, ended } = await startJourney(endpointId, [person, other], { byKey, succeededWhen: {} })
    await waits(person)
    await waits(other)
    const event = await settled(await post(`{"jobs":[{"id":5},{"id":${numbers[other]}},{"name":"no job"}]}`))
    expect(event).toMatchObject({ status: 'processed', matched: 1 })
    expect(event.reasons).toMatchObject([{ item: 0, code: 'event.callbackNobody' }])
    expect((await ended(other)).reason).toBe('good')
  })

  test('can be about a participant as well', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint({
      matchBy: [{ path: 'email', field: 'email' }],
      topic: 'both',
    })
    const waiting = {
      ...documentOf(endpointId),
      nodes: [
        { id: 'entry', kind: 'entry', position: at, config: {} },
        {
          id: 'wait',
          kind: 'conditionalWait',
          position: at,
          config: {
            condition: { all: [{ signal: 'eventReceived', topic: 'both' }] },
            timeLimit: { amount: 1, unit: 'days' },
          },
        },
        { id: 'good', kind: 'exit', position: at, config: { reason: 'good' } },
      ],
      edges: [
        { source: 'entry', outlet: 'next', target: 'wait' },
        { source: 'wait', outlet: 'met', target: 'good' },
        { source: 'wait', outlet: 'timedOut', target: 'good' },
      ],
    }
    const { id } = await createJourney(app.ctx('admin'), waiting as never)
    await publishJourney(app.ctx('admin'), id)
    await enrollParticipants(app.ctx('admin'), id, { participants: [{ email: other }] })
    const { waits, ended } = await startJourney(endpointId)
    await waits()
    expect(await callback({ ...done(person), email: other })).toMatchObject({ status: 'processed', matched: 2 })
    expect((await ended()).reason).toBe('good')
  })
})

describe('the event endpoint that callbacks come to', () => {
  test('names the journeys that expect them, and cannot be deleted while they do', async () => {
    const { endpointId } = await buildEndpoint()
    const { id, ctx } = await startJourney(endpointId)
    expect((await getEndpoint(ctx, { id: endpointId })).callbacks).toEqual([{ journeyId: id, name: 'Order' }])
    await expect(deleteEndpoint(ctx, { id: endpointId })).rejects.toMatchObject({ code: 'inUse' })
  })

  test('has to be one of the workspace, and bring what the call is named by', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { id: eventId } = await callback({ job: { id: 1 } })
    await acceptSample(app.ctx('admin'), { id: endpointId, eventId })
    const found = async (byKey: object) => {
      const { id } = await createJourney(app.ctx('admin'), documentOf(endpointId, { byKey }) as never)
      return publishJourney(app.ctx('admin'), id).then(
        () => [],
        ({ issues }) => issues.map(({ code }: { code: string }) => code),
      )
    }
    const right = { endpointId, path: 'job.id', output: 'job' }
    expect(await found(right)).toEqual([])
    expect(await found({ ...right, endpointId: 'evt_gone' })).toEqual(['node.callbackEndpointMissing'])
    expect(await found({ ...right, path: 'job.number' })).toEqual(['node.callbackPathUnknown'])
    expect(await found({ ...right, output: 'ticket' })).toEqual(['node.callbackOutputUnknown'])
  })
})

describe('what is kept for callbacks', () => {
  const rows = (endpointId: string) =>
    db.selectFrom('callback_keys').selectAll().where('endpoint_id', '=', endpointId).execute()

  test('goes with the journey', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId } = await buildEndpoint()
    const { ctx, id, waits } = await startJourney(endpointId)
    await waits()
    expect(await rows(endpointId)).toHaveLength(1)
    await stopJourney(ctx, id)
    await deleteJourney(ctx, id)
    expect(await rows(endpointId)).toEqual([])
  })

  test('is cleaned when its time is over, but for whoever still waits', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { waits, ended } = await startJourney(endpointId, [person, other])
    await waits(person)
    await waits(other)
    const { id } = await callback(done(other))
    await ended(other)
    const long = new Date(Date.now() - 86_400_000)
    await db.updateTable('callback_keys').set({ expires_at: long }).where('endpoint_id', '=', endpointId).execute()
    await db.updateTable('early_callbacks').set({ received_at: long }).where('event_id', '=', id).execute()
    await cleanUpEvents(app.deps)
    expect(await rows(endpointId)).toHaveLength(1)
    expect(await db.selectFrom('early_callbacks').selectAll().where('event_id', '=', id).execute()).toEqual([])
    expect((await callback(done(person))).matched).toBe(1)
    await ended(person)
    await cleanUpEvents(app.deps)
    expect(await rows(endpointId)).toEqual([])
  })

  test('is nothing for a journey whose calls send an address of their own', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback } = await buildEndpoint()
    const { waits } = await startJourney(endpointId, [person], { ownAddress: true })
    await waits()
    expect(await rows(endpointId)).toEqual([])
    expect(codes(await callback(done(person)))).toEqual(['event.notSetUp'])
  })

  test('lets an event that came while nobody waited be replayed, and not twice', async () => {
    await using _ = await runWorker(app.deps)
    const { endpointId, callback, settled } = await buildEndpoint()
    const early = await callback(done(person))
    const { waits, ended } = await startJourney(endpointId)
    await waits()
    expect(await replayEvents(app.ctx('admin'), { id: endpointId })).toEqual({ events: 1 })
    expect((await ended()).reason).toBe('good')
    expect((await settled(early.id)).status).toBe('processed')
    expect(await replayEvents(app.ctx('admin'), { id: endpointId })).toEqual({ events: 0 })
  })
})
