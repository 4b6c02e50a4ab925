import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildUser, buildWorkspace, testPassword } from '../../../test/factories.ts'
import { ManualClock } from '../../../test/manual-clock.ts'
import { runJob } from '../../../test/run-job.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createApiKey } from '../../accounts/api-keys/create-api-key.ts'
import { revokeApiKey } from '../../accounts/api-keys/revoke-api-key.ts'
import { securityEventStreamJob } from '../../kernel/security-events/stream/security-event-stream-job.ts'
import { securityEventKinds } from '@tabiji/shared/kernel/security-event-kinds.ts'

const clock = new ManualClock()
const app = await createTestApp({ queue: false, deps: { clock } })
afterAll(() => app[Symbol.asyncDispose]())
const user = await buildUser(app.deps, { workspaceId: app.workspace.id })
beforeEach(async () => {
  await app.deps.securityEvents.flush()
  await app.deps.pool.query('delete from security_events')
  await app.deps.pool.query('delete from request_limits')
})

type Row = {
  kind: string
  outcome: string
  count: number
  account: string | null
  address: string
  actor_name: string | null
  what: object
}

async function events(of: TestApp = app): Promise<Row[]> {
  await of.deps.securityEvents.flush()
  const { rows } = await of.deps.pool.query<Row>('select * from security_events order by id')
  return rows
}

const origin = 'http://127.0.0.1:3000'
const client = { 'x-forwarded-for': '203.0.113.9' }

/** Every way in which somebody is let in, fails or is refused, and what it makes of the log. */
const ways: { kind: string; outcome: string; name: string; happens: (of: TestApp) => Promise<unknown> }[] = [
  { kind: 'signIn', outcome: 'succeeded', name: 'the right password', happens: () => signIn(testPassword) },
  { kind: 'signIn', outcome: 'failed', name: 'a wrong password', happens: () => signIn('wrong password') },
  { kind: 'signIn', outcome: 'failed', name: 'an unknown address', happens: () => signIn('wrong', 'no@example.com') },
  {
    kind: 'signOut',
    outcome: 'succeeded',
    name: 'signing out',
    happens: async () => post('/api/auth/sign-out', {}, await freshSession()),
  },
  {
    kind: 'passwordChange',
    outcome: 'succeeded',
    name: 'a new password',
    happens: async () =>
      post(
        '/api/auth/change-password',
        { currentPassword: testPassword, newPassword: 'entirely other words 81' },
        await freshSession(),
      ),
  },
  {
    kind: 'passwordChange',
    outcome: 'failed',
    name: 'a wrong present password',
    happens: async () =>
      post(
        '/api/auth/change-password',
        { currentPassword: 'not it at all', newPassword: 'entirely other words 81' },
        await freshSession(),
      ),
  },
  {
    kind: 'sessionEnd',
    outcome: 'succeeded',
    name: 'ending other sessions',
    happens: async () => post('/api/auth/revoke-other-sessions', {}, await freshSession()),
  },
  {
    kind: 'notSignedIn',
    outcome: 'refused',
    name: 'a procedure without a session',
    happens: () => app.request('/api/trpc/apiKeys.list', { headers: client }),
  },
  {
    kind: 'notSignedIn',
    outcome: 'refused',
    name: 'a REST route without a key',
    happens: () => app.request('/api/v1/journeys', { headers: client }),
  },
  {
    kind: 'apiKeyUse',
    outcome: 'failed',
    name: 'an unknown key over REST',
    happens: () => app.request('/api/v1/journeys', { key: 'tbj_unknown', headers: client }),
  },
  {
    kind: 'apiKeyUse',
    outcome: 'failed',
    name: 'an unknown key over tRPC',
    happens: () => app.request('/api/trpc/apiKeys.list', { key: 'tbj_unknown', headers: client }),
  },
  {
    kind: 'permission',
    outcome: 'refused',
    name: 'a viewer who wants to be an admin',
    happens: async () => app.request('/api/trpc/apiKeys.list', { headers: { ...(await freshSession()), ...client } }),
  },
  {
    kind: 'host',
    outcome: 'refused',
    name: 'a foreign host name',
    happens: () => app.request('/api/trpc/auth.status', { headers: { ...client, host: 'evil.example' } }),
  },
  {
    kind: 'origin',
    outcome: 'refused',
    name: 'a page of another site',
    happens: () => post('/api/trpc/auth.setLocale', { locale: 'ja' }, { origin: 'https://evil.example' }),
  },
  {
    kind: 'bodyLimit',
    outcome: 'refused',
    name: 'a body that is too large',
    happens: () => post('/api/trpc/auth.createOwner', { name: 'x'.repeat(70_000) }, { 'content-length': '70100' }),
  },
  {
    kind: 'eventSender',
    outcome: 'failed',
    name: 'an event with a wrong key',
    happens: () => post('/api/v1/events/unknown', {}, { authorization: 'Bearer wrong' }),
  },
  {
    kind: 'oneTimeLink',
    outcome: 'failed',
    name: 'an unknown invitation',
    happens: () => post('/api/trpc/auth.invitation', { token: 'unknown' }),
  },
  {
    kind: 'oneTimeLink',
    outcome: 'failed',
    name: 'an unknown link for a new password',
    happens: () => post('/api/trpc/auth.openPasswordLink', { token: 'unknown' }),
  },
  {
    kind: 'outboundAddress',
    outcome: 'refused',
    name: 'a call into the private network',
    happens: () => app.deps.fetchExternal({ method: 'GET', url: 'https://10.0.0.1/' }),
  },
  {
    kind: 'apiKeyCreation',
    outcome: 'succeeded',
    name: 'a new key',
    happens: () => createApiKey(app.ctx('admin'), { name: 'CI', role: 'viewer' }),
  },
]

async function signIn(password: string, email = user.email): Promise<Response> {
  return post('/api/auth/sign-in/email', { email, password })
}

function post(path: string, json: object, headers: Record<string, string> = {}): Promise<Response> {
  return app.request(path, { json, headers: { origin, ...client, ...headers } })
}

/** A session whose own sign-in is not counted. */
async function freshSession(): Promise<{ cookie: string }> {
  const { cookie } = await app.session('viewer')
  await app.deps.securityEvents.flush()
  await app.deps.pool.query('delete from security_events')
  return { cookie }
}

describe('exactly one security event comes of', () => {
  test.each(ways)('$name', async ({ kind, outcome, happens }) => {
    await happens(app)
    const found = await events()
    expect(found.map((event) => [event.kind, event.outcome, event.count])).toEqual([[kind, outcome, 1]])
    expect(JSON.stringify(found)).not.toContain(testPassword)
  })

  test('a limit that is reached', async () => {
    for (let index = 0; index < 6; index++) await signIn('wrong password')
    const found = await events()
    expect(found.map(({ kind, count }) => [kind, count])).toEqual([
      ['signIn', 5],
      ['requestLimit', 1],
    ])
    expect(found[1]).toMatchObject({ account: user.email, actor_name: 'Aiko Test' })
    expect(found[0]).toMatchObject({ account: user.email, address: '203.0.113.9', actor_name: 'Aiko Test' })
  })

  test('a revoked key, which is told from an unknown one', async () => {
    const { apiKey, key } = await createApiKey(app.ctx('admin'), { name: 'Old CI', role: 'viewer' })
    await revokeApiKey(app.ctx('admin'), { id: apiKey.id })
    await app.request('/api/v1/journeys', { key, headers: client })
    await app.request('/api/v1/journeys', { key, headers: client })
    expect((await events()).map(({ kind, count, actor_name }) => [kind, count, actor_name])).toEqual([
      ['apiKeyCreation', 1, 'Test admin'],
      ['apiKeyRevocation', 1, 'Test admin'],
      ['revokedApiKeyUse', 2, 'Old CI'],
    ])
  })

  test('the first owner, a wrong setup code, and a deleted workspace, whose audit log stays', async () => {
    await using fresh = await createTestApp({ queue: false, env: { host: '0.0.0.0' } })
    const owner = { name: 'Customer 001', email: 'customer001@example.com', password: testPassword }
    await fresh.request('/api/trpc/auth.createOwner', {
      json: { ...owner, setupCode: 'AAAA-BBBB-CCCC' },
      headers: { host: 'localhost:3000' },
    })
    await fresh.caller('owner').workspaces.delete({ name: fresh.workspace.name })
    expect((await events(fresh)).map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['setupCode', 'failed'],
      ['workspaceDeletion', 'succeeded'],
    ])
    const { rows } = await fresh.deps.pool.query('select action from audit_log where workspace_id = $1', [
      fresh.workspace.id,
    ])
    expect(rows.at(-1)).toEqual({ action: 'workspaceDeleted' })
  })
})

test('a flood of refusals is bounded: equal ones are counted, and so are too many different ones', async () => {
  await using flooded = await createTestApp({ queue: false, deps: { clock: new ManualClock() } })
  for (let index = 0; index < 1000; index++) await flooded.request('/api/v1/journeys', { headers: client })
  expect((await events(flooded)).map(({ kind, count }) => [kind, count])).toEqual([['notSignedIn', 1000]])
  for (let index = 0; index < 1000; index++)
    await flooded.request('/api/v1/journeys', {
      headers: { 'x-forwarded-for': `198.${index % 250}.${Math.floor(index / 250)}.7` },
    })
  const found = await events(flooded)
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(2000)
  expect(found.length).toBeLessThan(310)
  expect(found.at(-1)).toMatchObject({ what: { reason: 'flood' } })
})

test('admins see the events of their workspace and people and those that name nobody, others see none', async () => {
  const elsewhere = await buildWorkspace(app.deps)
  const stranger = await buildUser(app.deps, { workspaceId: elsewhere.id, name: 'Stranger' })
  await signIn('wrong password')
  await signIn('wrong password', stranger.email)
  await signIn('wrong password', 'nobody@example.com')
  await createApiKey(app.ctx('admin', elsewhere.id), { name: 'Theirs', role: 'viewer' })
  await app.deps.securityEvents.flush()
  const seen = async (input: Parameters<ReturnType<TestApp['caller']>['securityEvents']['list']>[0] = {}) =>
    (await app.caller('admin').securityEvents.list(input)).items.map(({ account, kind }) => account ?? kind)
  expect(await seen()).toEqual(['nobody@example.com', user.email])
  expect(await seen({ who: 'NOBODY' })).toEqual(['nobody@example.com'])
  expect(await seen({ who: '203.0.113' })).toHaveLength(2)
  expect(await seen({ who: '%' })).toEqual([])
  expect(await seen({ kind: 'signOut' })).toEqual([])
  expect(await seen({ since: new Date(clock.at + 1000).toISOString() })).toEqual([])
  await expect(app.caller('editor').securityEvents.list({})).rejects.toThrow()
  await expect(app.caller('editor').auditLog.list({})).rejects.toThrow()
})

test('what the ways above do not make is made elsewhere: every kind is known', () => {
  const made = new Set([
    ...ways.map(({ kind }) => kind),
    'requestLimit',
    'revokedApiKeyUse',
    'apiKeyRevocation',
    'setupCode',
  ])
  const byVerbs = ['accountCreation', 'export', 'passwordReset', 'workspaceDeletion']
  expect([...made, ...byVerbs].toSorted()).toEqual(securityEventKinds.toSorted())
})

test('a client that ends its connection is no fault of ours', async () => {
  const logged: unknown[] = []
  const aborted = new AbortController()
  const request = new Request('http://127.0.0.1:3000/api/v1/journeys', { signal: aborted.signal })
  app.deps.log.error = ((line: unknown) => logged.push(line)) as typeof app.deps.log.error
  aborted.abort()
  expect([200, 401, 499]).toContain((await app.hono.request(request)).status)
  expect(logged).toEqual([])
})

describe('the stream', () => {
  test('posts each event to a web address of the operator, and tries again what it refused', async () => {
    const bodies: { events: { kind: string; count: number }[] }[] = []
    let status = 500
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        if (status === 200 && request.headers.authorization === 'Bearer secret')
          bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof bodies)[number])
        response.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const env = { securityEventsUrl: `http://127.0.0.1:${port}/events`, securityEventsToken: 'secret' }
    await using streaming = await createTestApp({ queue: false, env })
    await streaming.request('/api/v1/journeys')
    await streaming.deps.securityEvents.flush()
    await runJob(streaming.deps, securityEventStreamJob, {}).catch(() => {})
    expect(bodies).toEqual([])
    status = 200
    await streaming.deps.pool.query('delete from job_runs')
    await runJob(streaming.deps, securityEventStreamJob, {})
    expect(bodies.map(({ events: sent }) => sent.map(({ kind, count }) => [kind, count]))).toEqual([
      [['notSignedIn', 1]],
    ])
    await runJob(streaming.deps, securityEventStreamJob, {})
    expect(bodies).toHaveLength(1)
    await new Promise((resolve) => server.close(resolve))
  })

  test('writes lines of RFC 5424 to a syslog server', async () => {
    let received = ''
    const server = createTcpServer((socket) => {
      socket.on('data', (chunk) => (received += chunk.toString()))
      socket.on('end', () => socket.end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await using streaming = await createTestApp({
      queue: false,
      env: { securityEventsUrl: `syslog+tcp://127.0.0.1:${port}` },
    })
    await streaming.request('/api/v1/journeys')
    await streaming.deps.securityEvents.flush()
    await runJob(streaming.deps, securityEventStreamJob, {})
    const [, length, line] = /^(\d+) ([^]*)$/.exec(received)!
    expect(Buffer.byteLength(line!)).toBe(Number(length))
    expect(line).toMatch(/^<84>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ tabiji - notSignedIn - \{.*"kind":"notSignedIn".*\}$/)
    await new Promise((resolve) => server.close(resolve))
  })
})
