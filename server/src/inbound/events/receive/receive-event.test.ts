import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildWorkspace } from '../../../../test/factories.ts'
import { createTestApp, jsonOf } from '../../../../test/test-app.ts'
import { signEvent } from '../../endpoints/sender/endpoint-key.ts'
import { removeHmacSecret } from '../../endpoints/sender/remove-hmac-secret.ts'
import { setHmacSecret } from '../../endpoints/sender/set-hmac-secret.ts'
import { cleanUpEvents } from '../clean-up-events.ts'
import { clockShowing } from '../../../../test/manual-clock.ts'
import { eventOperations } from '../event.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const createEndpoint = calling(eventOperations.create)
const rotateEndpointKey = calling(eventOperations.rotateKey)
const listEvents = calling(eventOperations.list)

const start = Date.parse('2026-11-25T09:00:30Z')
const time = { now: start }
const app = await createTestApp({ deps: { clock: clockShowing(() => new Date(time.now)) } })
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(() => {
  time.now = start
})

let made = 0
async function buildEndpoint(options: Partial<Parameters<typeof createEndpoint>[1]> = {}, workspaceId?: string) {
  const ctx = app.ctx('admin', workspaceId)
  const { endpoint, key } = await createEndpoint(ctx, { name: `Shop ${++made}`, topic: 'order.paid', ...options })
  return { ctx, key, id: endpoint.id, path: `/api/v1/events/${endpoint.id}` }
}

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const order = JSON.stringify({ order: { total: 12 }, email: 'customer001@example.com' })

describe('who may send', () => {
  test.each<[string, (key: string) => Record<string, string>]>([
    ['as a bearer token', (key) => ({ authorization: `Bearer ${key}` })],
    ['as X-API-TOKEN', (key) => ({ 'x-api-token': key })],
    ['as the password of Basic', (key) => ({ authorization: basic(`anybody:${key}`) })],
    ['as the user name of Basic', (key) => ({ authorization: basic(`${key}:`) })],
  ])('the key %s is answered 202', async (_name, headersOf) => {
    const { ctx, id, key, path } = await buildEndpoint()
    const answer = await post(path, order, headersOf(key))
    expect(answer.status).toBe(202)
    const { eventId, status } = await jsonOf(answer)
    expect(status).toBe('accepted')
    const { items } = await listEvents(ctx, { id })
    expect(items).toMatchObject([{ id: eventId, status: 'received', sizeBytes: order.length }])
  })

  test('a wrong key, no key, and an address that leads nowhere are refused with one and the same answer', async () => {
    const { path, id, key, ctx } = await buildEndpoint()
    const unknown = `/api/v1/events/${'x'.repeat(22)}`
    const answers = await Promise.all([
      post(path, order, { authorization: 'Bearer wrong' }),
      post(path, order),
      post(unknown, order, { authorization: `Bearer ${key}` }),
      post(path, order, { authorization: basic('a:b'), 'x-api-token': 'c' }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401])
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(JSON.parse(bodies[0]!).detail).toContain('X-API-TOKEN')
    expect((await listEvents(ctx, { id })).items).toEqual([])
  })

  test('the key of one endpoint opens no other, also not in another workspace', async () => {
    const own = await buildEndpoint()
    const foreign = await buildEndpoint({}, (await buildWorkspace(app.deps)).id)
    expect((await post(foreign.path, order, { 'x-api-token': own.key })).status).toBe(401)
    expect((await post(own.path, order, { 'x-api-token': foreign.key })).status).toBe(401)
    await expect(listEvents(own.ctx, { id: foreign.id })).rejects.toMatchObject({ code: 'notFound' })
  })

  test('an API key of the workspace is no key of an endpoint', async () => {
    const { path } = await buildEndpoint()
    expect((await app.request(path, { json: {}, key: await app.apiKey('admin') })).status).toBe(401)
  })

  test('a key that was replaced is refused at once, or when its time is over', async () => {
    const { ctx, id, key, path } = await buildEndpoint()
    const second = await rotateEndpointKey(ctx, { id })
    expect((await post(path, order, { 'x-api-token': key })).status).toBe(401)
    const third = await rotateEndpointKey(ctx, { id, keepOldHours: 24 })
    expect((await post(path, order, { 'x-api-token': second.key })).status).toBe(202)
    expect((await post(path, order, { 'x-api-token': third.key })).status).toBe(202)
    time.now += 24 * 3_600_000
    expect((await post(path, order, { 'x-api-token': second.key })).status).toBe(401)
    expect((await post(path, order, { 'x-api-token': third.key })).status).toBe(202)
  })

  test('the host name need not be ours: senders may know this server by another one', async () => {
    const { path, key } = await buildEndpoint()
    expect((await post(path, order, { 'x-api-token': key, host: 'tabiji.internal' })).status).toBe(202)
  })
})

describe('a signed event', () => {
  const signed = (secret: string, body: string, at = time.now) => {
    const timestamp = String(Math.floor(at / 1000))
    return {
      'x-tabiji-timestamp': timestamp,
      'x-tabiji-signature': `sha256=${signEvent(secret, timestamp, Buffer.from(body))}`,
    }
  }

  test('needs no key', async () => {
    const { ctx, id, path } = await buildEndpoint()
    const { secret } = await setHmacSecret(ctx, { id })
    expect((await post(path, order, signed(secret, order))).status).toBe(202)
  })

  test('that was tampered with is refused, also beside a right key', async () => {
    const { ctx, id, key, path } = await buildEndpoint()
    const { secret } = await setHmacSecret(ctx, { id })
    const headers = signed(secret, order)
    const tampered = order.replace('12', '99')
    expect((await post(path, tampered, headers)).status).toBe(401)
    expect((await post(path, tampered, { ...headers, 'x-api-token': key })).status).toBe(401)
    const later = { ...headers, 'x-tabiji-timestamp': String(Math.floor(time.now / 1000) + 1) }
    expect((await post(path, order, later)).status).toBe(401)
  })

  test('is refused when it is older or newer than five minutes, and the answer says what our clock shows', async () => {
    const { ctx, id, path } = await buildEndpoint()
    const { secret } = await setHmacSecret(ctx, { id })
    for (const minutes of [-5.1, 5.1]) {
      const refused = await post(path, order, signed(secret, order, time.now + minutes * 60_000))
      expect(refused.status).toBe(401)
      expect((await jsonOf(refused)).detail).toContain(String(Math.floor(time.now / 1000)))
    }
    expect((await post(path, order, signed(secret, order, time.now - 4.9 * 60_000))).status).toBe(202)
    const headers = { ...signed(secret, order), 'x-tabiji-timestamp': 'yesterday' }
    expect((await post(path, order, headers)).status).toBe(401)
  })

  test('sent once more does nothing, whatever else the request says', async () => {
    const { ctx, id, path } = await buildEndpoint()
    const { secret } = await setHmacSecret(ctx, { id })
    const headers = signed(secret, order)
    const first = await jsonOf(await post(path, order, headers))
    const again = await jsonOf(await post(path, order, { ...headers, 'idempotency-key': 'another' }))
    expect(again).toEqual({ eventId: first.eventId, status: 'duplicate' })
  })

  test('is refused once the secret was replaced or removed', async () => {
    const { ctx, id, path } = await buildEndpoint()
    const { secret } = await setHmacSecret(ctx, { id })
    const next = await setHmacSecret(ctx, { id })
    expect((await post(path, order, signed(secret, order))).status).toBe(401)
    expect((await post(path, order, signed(next.secret, order))).status).toBe(202)
    await removeHmacSecret(ctx, { id })
    expect((await post(path, order, signed(next.secret, order))).status).toBe(401)
  })
})

describe('an event that was here before', () => {
  const statusOf = async (answer: Response) => (await jsonOf(answer)).status as string

  test('is known by its Idempotency-Key for seven days', async () => {
    const { ctx, id, key, path } = await buildEndpoint()
    const headers = { 'x-api-token': key, 'idempotency-key': 'order-1' }
    const first = await jsonOf(await post(path, order, headers))
    time.now += 7 * 24 * 3_600_000 - 1
    expect(await jsonOf(await post(path, order, headers))).toEqual({ eventId: first.eventId, status: 'duplicate' })
    const { items } = await listEvents(ctx, { id })
    expect(items.map(({ status, duplicateOf }) => ({ status, duplicateOf }))).toEqual([
      { status: 'duplicate', duplicateOf: first.eventId },
      { status: 'received', duplicateOf: null },
    ])
    time.now += 1
    expect(await statusOf(await post(path, order, headers))).toBe('accepted')
  })

  test('is known by its id when it has no header, and the header counts more', async () => {
    const { key, path } = await buildEndpoint()
    const send = (id: unknown, headers = {}) => post(path, JSON.stringify({ id }), { 'x-api-token': key, ...headers })
    expect(await statusOf(await send('a'))).toBe('accepted')
    expect(await statusOf(await send('a'))).toBe('duplicate')
    expect(await statusOf(await send('b'))).toBe('accepted')
    expect(await statusOf(await send(7))).toBe('accepted')
    expect(await statusOf(await send(7))).toBe('duplicate')
    expect(await statusOf(await send('a', { 'idempotency-key': 'new' }))).toBe('accepted')
  })

  test('is known by the value that was chosen, or by none', async () => {
    const chosen = await buildEndpoint({ dedupePath: 'event.number' })
    const send = ({ path, key }: { path: string; key: string }, payload: unknown) =>
      post(path, JSON.stringify(payload), { 'x-api-token': key })
    const ticket = { id: 'ticket-1', event: { number: 1 } }
    expect(await statusOf(await send(chosen, ticket))).toBe('accepted')
    expect(await statusOf(await send(chosen, { ...ticket, event: { number: 2 } }))).toBe('accepted')
    expect(await statusOf(await send(chosen, { ...ticket, id: 'x' }))).toBe('duplicate')
    const none = await buildEndpoint({ dedupePath: null })
    expect(await statusOf(await send(none, { id: 'a' }))).toBe('accepted')
    expect(await statusOf(await send(none, { id: 'a' }))).toBe('accepted')
  })

  test('of another endpoint is another event', async () => {
    const [one, other] = [await buildEndpoint(), await buildEndpoint()]
    for (const { path, key } of [one, other])
      expect(await statusOf(await post(path, '{"id":1}', { 'x-api-token': key }))).toBe('accepted')
  })

  test('twenty times at once is taken in once', async () => {
    const { key, path } = await buildEndpoint()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(path, order, { 'x-api-token': key, 'idempotency-key': 'k' })),
    )
    const statuses = await Promise.all(answers.map(statusOf))
    expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1)
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(19)
  })

  test('is forgotten by the daily cleaning once its time is over, and old events with it', async () => {
    const { ctx, id, key, path } = await buildEndpoint()
    await post(path, '{"id":1}', { 'x-api-token': key })
    await post(path, '{"id":1}', { 'x-api-token': key })
    const keys = async () =>
      (await app.deps.db.selectFrom('event_idempotency_keys').selectAll().where('endpoint_id', '=', id).execute())
        .length
    time.now += 7 * 24 * 3_600_000 + 1
    await cleanUpEvents(app.deps)
    expect(await keys()).toBe(0)
    expect((await listEvents(ctx, { id })).items).toHaveLength(2)
    time.now += 84 * 24 * 3_600_000
    await cleanUpEvents(app.deps)
    // An event that was not processed yet is not deleted, however old it is.
    expect((await listEvents(ctx, { id })).items.map(({ status }) => status)).toEqual(['received'])
  })
})

describe('what may be sent', () => {
  test.each<[string, string, Record<string, string>, number, string]>([
    ['no JSON', '{"a":', {}, 400, 'not JSON'],
    ['nothing', '', {}, 400, 'no body'],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'application/json'],
    ['a text', '{}', { 'content-type': 'text/plain' }, 415, 'text/plain'],
  ])('%s is refused, and the answer says what to do', async (_name, body, headers, status, text) => {
    const { key, path } = await buildEndpoint()
    const refused = await post(path, body, { 'x-api-token': key, ...headers })
    expect(refused.status).toBe(status)
    expect((await jsonOf(refused)).detail).toContain(text)
  })

  test.each([
    ['a bare value', '5', 'event.notObject'],
    ['null', 'null', 'event.notObject'],
    ['an empty list', '[]', 'event.notObject'],
    ['a list with something else in it', '[{"a":1},2]', 'event.notObject'],
    ['something nested without end', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`, 'event.tooDeep'],
    ['too many people at once', JSON.stringify(Array.from({ length: 1001 }, () => ({}))), 'event.tooManyItems'],
  ])('%s is refused with an issue', async (_name, body, code) => {
    const { key, path } = await buildEndpoint()
    const refused = await post(path, body, { 'x-api-token': key })
    expect(refused.status).toBe(422)
    expect((await jsonOf(refused)).issues).toMatchObject([{ code }])
  })

  test('JSON under a name of its own, or under none, is read', async () => {
    const { key, path } = await buildEndpoint()
    const type = 'application/cloudevents+json; charset=utf-8'
    expect((await post(path, order, { 'x-api-token': key, 'content-type': type })).status).toBe(202)
    const bytes = new TextEncoder().encode(order)
    expect((await app.request(path, { method: 'POST', body: bytes, headers: { 'x-api-token': key } })).status).toBe(202)
  })

  test('a refusal is written in the language of the sender', async () => {
    const { key, path } = await buildEndpoint()
    const refused = await post(path, 'null', { 'x-api-token': key, 'accept-language': 'ja' })
    expect((await jsonOf(refused)).issues[0].message).toContain('イベントは JSON オブジェクト')
  })

  test('what PostgreSQL cannot hold in jsonb is kept as it was sent', async () => {
    const { ctx, id, key, path } = await buildEndpoint()
    const { eventId } = await jsonOf(
      await post(path, String.raw`{"a":"x\u0000y","b":"\ud800"}`, { 'x-api-token': key }),
    )
    const event = await app.caller('viewer').events.get({ id, eventId })
    expect(event.payload).toEqual({ a: 'x\0y', b: '\uD800' })
    expect(ctx.workspaceId).toBe(app.workspace.id)
  })

  test('more than the limit is refused by 413, which names the limit and the size received', async () => {
    const { key, path } = await buildEndpoint()
    const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) })
    const refused = await post(path, body, { 'x-api-token': key, 'content-length': String(body.length) })
    expect(refused.status).toBe(413)
    const { detail } = await jsonOf(refused)
    expect(detail).toContain('1048576')
    expect(detail).toContain(String(body.length))
  })

  test('more events in a minute than the endpoint takes are put off with Retry-After, and the next minute is free', async () => {
    const { key, path } = await buildEndpoint({ rateLimitPerMinute: 2 })
    const send = () => post(path, order, { 'x-api-token': key })
    expect([(await send()).status, (await send()).status]).toEqual([202, 202])
    const refused = await send()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect((await jsonOf(refused)).detail).toContain('2 events a minute')
    time.now += 30_000
    expect((await send()).status).toBe(202)
  })

  test('wrong keys use up nothing of what the endpoint takes', async () => {
    const { key, path } = await buildEndpoint({ rateLimitPerMinute: 1 })
    for (let n = 0; n < 3; n++) await post(path, order, { 'x-api-token': 'wrong' })
    expect((await post(path, order, { 'x-api-token': key })).status).toBe(202)
  })
})

test('over a socket an event is taken in, and one that is too large is cut off', async () => {
  const { key, path } = await buildEndpoint()
  const server = serve({ fetch: app.hono.fetch, port: 0, hostname: '127.0.0.1' })
  try {
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
    const headers = { 'content-type': 'application/json', 'x-api-token': key }
    const answer = await fetch(url, { method: 'POST', headers, body: order })
    expect(answer.status).toBe(202)
    const chunks = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 40; n++) controller.enqueue(new TextEncoder().encode('x'.repeat(50_000)))
        controller.close()
      },
    })
    const refused = await fetch(url, { method: 'POST', headers, body: chunks, duplex: 'half' } as RequestInit)
    expect(refused.status).toBe(413)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
