import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, expect, test } from 'vitest'
import { buildUser, testPassword } from '../../../test/factories.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'

// Tests that need a real socket: ports chosen at run time, addresses of clients, bodies that arrive in pieces.
const app = await createTestApp({ queue: false })
const server: Server = createServer(getRequestListener(app.hono.fetch))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await app[Symbol.asyncDispose]()
})

test.each(['127.0.0.1', 'localhost'])('a browser signs in by %s on whatever port was free', async (name) => {
  const address = `http://${name}:${port}`
  const user = await buildUser(app.deps, { workspaceId: app.workspace.id })
  // localhost may resolve to ::1 first. The server under test listens on one address, as the product does by default.
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { host: `${name}:${port}`, origin: address, 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/api/auth/sign-in/email', { email: user.email, password: testPassword })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!
  expect((await post('/api/trpc/auth.setLocale', { locale: 'ja' }, cookie)).status).toBe(200)
  expect((await post('/api/trpc/auth.setLocale', { locale: 'ja' })).status).toBe(401)
})

test('a session remembers the address of the client that the proxy on this machine names', async () => {
  const user = await buildUser(app.deps, { workspaceId: app.workspace.id })
  await fetch(`http://127.0.0.1:${port}/api/auth/sign-in/email`, {
    method: 'POST',
    // The client chooses the first entry; the proxy appends the last.
    headers: {
      origin: `http://127.0.0.1:${port}`,
      'content-type': 'application/json',
      'x-forwarded-for': '10.9.8.7, 203.0.113.5:4711',
    },
    body: JSON.stringify({ email: user.email, password: testPassword }),
  })
  const { rows } = await app.deps.pool.query('select ip_address from sessions where user_id = $1', [user.id])
  expect(rows).toEqual([{ ip_address: '203.0.113.5' }])
})

test('a refusal comes also while the body is still being sent, and the connection goes on', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/apiKeys.create`, {
    method: 'POST',
    headers: { authorization: 'Bearer tbj_unknown', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x'.repeat(200_000) }),
  })
  expect(response.status).toBe(401)
  expect((await jsonOf(response)).error.data.code).toBe('unauthenticated')
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
})
