import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { externalActionOperations } from '../../engagement/action-tests/external-action.operations.ts'
import { connectionOperations } from '../connections/connection.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const testExternalAction = calling(externalActionOperations.test)
const testConnection = calling(connectionOperations.test)

// The echo is called through its public address, so the server must really listen there.
const server = createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const app = await createTestApp({ queue: false, env: { publicUrl } })
server.on('request', getRequestListener(app.hono.fetch))
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  server.close()
})

test('answers what it was sent, without a key and without showing credentials', async () => {
  const headers = { 'idempotency-key': 'k', cookie: 'session=1', 'x-other': 'y' }
  const answer = await app.request('/demo/echo', { json: { a: 1 }, headers })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    ok: true,
    id: expect.any(String),
    ts: expect.any(String),
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    body: { a: 1 },
  })
  expect((await app.request('/demo/echo', { json: 'x'.repeat(100_000) })).status).toBe(413)
})

test('demo echo: a demo connection reaches it although its address is private and plain http', async () => {
  const ctx = app.ctx()
  const { id: connectionId } = await buildConnection(ctx, { connector: 'demo', baseUrl: '' })
  const { id } = await buildExternalAction(ctx, { connectionId, path: '/echo' })
  const result = await testExternalAction(ctx, { id, tokens: { text: 'Customer 001', score: 9 } })
  expect(result).toMatchObject({ outcome: 'succeeded', extracted: { ts: { value: expect.any(String) } } })
  expect(JSON.parse(result.reply?.body ?? '')).toMatchObject({ body: { text: 'Customer 001', score: 9 } })
  expect(await testConnection(ctx, { id: connectionId })).toMatchObject({
    outcome: 'succeeded',
    request: { method: 'POST' },
  })
})

test('opens no way to anything else on this server', async () => {
  const ctx = app.ctx()
  const { id: connectionId } = await buildConnection(ctx, { connector: 'demo', baseUrl: '' })
  for (const options of [
    { path: '/other' },
    { path: '/echo/more' },
    { path: '/echo', query: [{ name: 'a', value: 'b' }] },
    { path: '/echo', method: 'GET' as const, body: { kind: 'none' as const } },
  ]) {
    const { id } = await buildExternalAction(ctx, { connectionId, ...options })
    const result = await testExternalAction(ctx, { id })
    expect(result).toMatchObject({ outcome: 'blocked', error: { code: 'addressNotAllowed' } })
  }
})
