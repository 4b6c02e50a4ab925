import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { defaultMaxBodyBytes } from '../../kernel/http/requests/limit-body.ts'
import type { Operation } from '../../kernel/operations/define-operation.ts'
import { listen, type Listening } from '../start/listen.ts'
import { operations } from './operations.ts'
import { appRouter } from './router.ts'
import { restRoutes } from './rest-routes.ts'

const app = await createTestApp({ queue: false })
let listening: Listening
let adminKey: string
beforeAll(async () => {
  listening = await listen({ host: '127.0.0.1', port: 0, portIsFixed: true })
  const handle = getRequestListener(app.hono.fetch)
  listening.serve((request, response) => void handle(request, response))
  adminKey = await app.apiKey('admin')
})
afterAll(async () => {
  listening.server.closeAllConnections()
  await new Promise((resolve) => listening.server.close(resolve))
  await app[Symbol.asyncDispose]()
})

const portOf = ({ server }: Listening) => (server.address() as { port: number }).port

type Answer = { status: number; sent: number }

/** Sends a JSON string of this many bytes in chunks, and stops when the answer is there. */
function sendChunked(
  method: string,
  path: string,
  bytes: number,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const chunk = Buffer.alloc(256 * 1024, 'a')
  let sent = 0
  const request = httpRequest(
    {
      port: portOf(listening),
      host: '127.0.0.1',
      method,
      path,
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...headers },
    },
    (response) => {
      response.resume()
      resolve({ status: response.statusCode!, sent })
      request.destroy()
    },
  )
  request.on('error', reject)
  const write = () => {
    while (!request.destroyed && sent < bytes) {
      const size = Math.min(chunk.length, bytes - sent)
      sent += size
      const text = chunk.subarray(0, size)
      if (sent === size) text.write('"')
      if (!request.write(Buffer.from(text))) return void request.once('drain', write)
    }
    if (!request.destroyed) request.end()
  }
  write()
  return promise
}

const mutating = new Set(['post', 'put', 'patch', 'delete'])

type Described = { method: string; path: string; maxBodyBytes?: number; streams?: string[]; body?: unknown }

function describedRoutes(): Described[] {
  const found: Described[] = []
  for (const declare of restRoutes) declare((route) => void found.push(route as Described))
  return found
}

const id = '00000000-0000-7000-8000-000000000000'
const rest = describedRoutes().filter(({ method }) => mutating.has(method))
const others = app.hono.routes
  .filter(
    ({ method, path }) =>
      mutating.has(method.toLowerCase()) && !path.startsWith('/api/v1/') && !path.startsWith('/api/trpc'),
  )
  .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, id).replace('*', 'sign-in/email') }))
const procedures = Object.keys(appRouter._def.procedures)
const withoutInput = new Set(
  Object.entries(operations).flatMap(([entity, ofEntity]) =>
    Object.entries(ofEntity as Record<string, Operation>)
      .filter(([, { definition }]) => definition.input === undefined)
      .map(([name]) => `${entity}.${name}`),
  ),
)

describe('a chunked body one byte over the limit', () => {
  test.each(procedures)('tRPC %s refuses it from nobody', async (name) => {
    const { status } = await sendChunked('POST', `/api/trpc/${name}`, defaultMaxBodyBytes + 1)
    // A procedure without input does not read the body, so nothing of it is held.
    expect(withoutInput.has(name) ? [200, 401, 413] : [401, 413]).toContain(status)
  })

  test.each(others)('$method $path refuses it', async ({ method, path }) => {
    const limit = path.startsWith('/c/') || path.startsWith('/api/v1/events') ? 1024 * 1024 : defaultMaxBodyBytes
    const { status } = await sendChunked(method, path, limit + 1)
    expect([401, 403, 404, 413]).toContain(status)
  })

  test.each(rest)('$method /api/v1$path refuses it from nobody, and from an admin', async (route) => {
    const path = `/api/v1${route.path.replaceAll(/\{\w+\}/g, id)}`
    const limit = route.maxBodyBytes ?? 1024 * 1024
    expect((await sendChunked(route.method.toUpperCase(), path, limit + 1)).status).toBe(401)
    if (route.streams || !route.body) return
    const refused = await sendChunked(route.method.toUpperCase(), path, limit + 1, {
      authorization: `Bearer ${adminKey}`,
    })
    expect([403, 404, 413]).toContain(refused.status)
  })

  test('the walk finds them all', () => {
    expect(procedures.length).toBeGreaterThan(100)
    expect(rest.length).toBeGreaterThan(30)
    expect(others.length).toBeGreaterThan(4)
  })
})

test('400 MB from nobody are not collected', async () => {
  const before = process.memoryUsage().rss
  const { status, sent } = await sendChunked('POST', '/api/trpc/auth.createOwner', 400 * 1024 * 1024)
  expect(status).toBe(413)
  expect(sent).toBeLessThan(32 * 1024 * 1024)
  expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024)
})

describe('a request that does not go on', () => {
  test('headers have a time limit of their own', () => {
    expect(listening.server.headersTimeout).toBe(20_000)
    expect(listening.server.requestTimeout).toBeGreaterThan(listening.server.headersTimeout)
    expect(listening.server.maxConnections).toBeGreaterThan(0)
  })

  test.each([
    ['Content-Length: 1000\r\n', '{'],
    ['Transfer-Encoding: chunked\r\n', '1\r\n{\r\n'],
  ])('a body with %j that stands still is answered 408', async (framing, begin) => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const stalling = await listen({ host: '127.0.0.1', port: 0, portIsFixed: true }, { stalledAfterMs: 20 })
    stalling.serve(() => {})
    let answer = ''
    const socket = connect(portOf(stalling), '127.0.0.1', () =>
      socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${framing}\r\n${begin}`),
    )
    socket.on('data', (data) => (answer += String(data)))
    socket.on('close', () => resolve(answer))
    expect(await promise).toMatch(/^HTTP\/1\.1 408 /)
    await new Promise((done) => stalling.server.close(done))
  })

  test('a handler may work for longer once the body is there', async () => {
    const serving = await listen({ host: '127.0.0.1', port: 0, portIsFixed: true }, { stalledAfterMs: 20 })
    serving.serve((_request, response) => void response.once('timeout', () => response.end('done')))
    const response = await fetch(`http://127.0.0.1:${portOf(serving)}/`, { method: 'POST', body: 'all of it' })
    expect(await response.text()).toBe('done')
    serving.server.closeAllConnections()
    await new Promise((done) => serving.server.close(done))
  })

  test('a half header is answered 408 and closed', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const stalling = await listen({ host: '127.0.0.1', port: 0, portIsFixed: true })
    stalling.server.headersTimeout = 20
    let answer = ''
    const socket = connect(portOf(stalling), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-A: b'))
    socket.on('data', (data) => (answer += String(data)))
    socket.on('close', () => resolve(answer))
    expect(await promise).toMatch(/^HTTP\/1\.1 408 /)
    await new Promise((done) => stalling.server.close(done))
  }, 20_000)
})

describe('JSON that is nested too deep', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

  test('is refused over REST, with the limit', async () => {
    const response = await app.request('/api/v1/journeys', {
      method: 'POST',
      key: adminKey,
      headers: { 'content-type': 'application/json' },
      body: `{"name":"Deep","nodes":${nested(100_000)}}`,
    })
    expect(response.status).toBe(422)
    expect((await jsonOf(response)).detail).toContain('200 levels')
  })

  test('is refused over tRPC', async () => {
    const input: unknown = { name: 'Deep', nodes: JSON.parse(nested(5000)) }
    await expect(app.caller('admin').journeys.create(input as never)).rejects.toThrow('200 levels')
  })
})

test('a procedure without input takes a request without a body', async () => {
  const headers = { 'content-type': 'application/json' }
  const response = await app.request('/api/trpc/journeys.createSample', { method: 'POST', key: adminKey, headers })
  expect(response.status).toBe(200)
})

test('a batch of more than ten calls is refused', async () => {
  const names = Array(11).fill('auth.status').join(',')
  const response = await app.request(`/api/trpc/${names}?batch=1&input=${encodeURIComponent('{}')}`)
  expect(response.status).toBe(400)
})

test('no answer of the API may be kept by a cache', async () => {
  for (const path of ['/api/v1/journeys', '/api/trpc/auth.status', '/health/live', '/api/v1/openapi.json'])
    expect((await app.request(path, { key: adminKey })).headers.get('cache-control')).toBe('no-store')
})
