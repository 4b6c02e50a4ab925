import { afterAll, beforeEach, expect, test } from 'vitest'
import { buildUser, testPassword } from '../../../test/factories.ts'
import { ManualClock } from '../../../test/manual-clock.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { setupCode } from '../users/setup-code.ts'

// The clock stands still, so a limit once reached stays reached however slow the machine is.
const app = await createTestApp({ queue: false, deps: { clock: new ManualClock() } })
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(() => app.deps.pool.query('delete from request_limits'))

const user = await buildUser(app.deps, { workspaceId: app.workspace.id })

async function signIn(password: string, headers: Record<string, string> = {}, email = user.email): Promise<Response> {
  const json = { email, password }
  return app.request('/api/auth/sign-in/email', { json, headers: { origin: 'http://127.0.0.1:3000', ...headers } })
}

async function statuses(count: number, headersOf: (index: number) => Record<string, string>): Promise<number[]> {
  const all: number[] = []
  for (let index = 0; index < count; index++) all.push((await signIn(`wrong ${index}`, headersOf(index))).status)
  return all
}

const allowed = (all: number[]) => all.filter((status) => status === 401).length

test('a client with wrong passwords waits, however it writes its address', async () => {
  expect(await statuses(6, () => ({ 'x-forwarded-for': '10.88.1.1' }))).toEqual([401, 401, 401, 401, 401, 429])
  for (const written of [
    '10.88.1.1:4444',
    '::ffff:10.88.1.1',
    '[::ffff:10.88.1.1]:80',
    '1.2.3.4, 10.88.1.1',
    ' 10.88.1.1 ',
  ])
    expect((await signIn('wrong', { 'x-forwarded-for': written })).status).toBe(429)
  const refused = await signIn(testPassword, { forwarded: 'for="10.88.1.1:99"', 'accept-language': 'ja' })
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('5')
  expect(await refused.json()).toMatchObject({ code: 'limitReached', detail: expect.stringContaining('5 秒') })
  expect((await signIn('wrong', { 'x-forwarded-for': '10.88.1.2' })).status).toBe(401)
})

test('a client with an IPv6 line is one client, whichever of its addresses it uses', async () => {
  const all = await statuses(12, (index) => ({ 'x-forwarded-for': `2001:db8:1:1::${index + 1}` }))
  expect(allowed(all)).toBe(5)
})

test('people behind a proxy that writes ports do not share one limit', async () => {
  const all = await statuses(13, (index) => ({ 'x-forwarded-for': `10.99.1.${index + 1}:${4000 + index}` }))
  expect(allowed(all)).toBe(13)
})

test('a burst is limited like one try after the other', async () => {
  const headers = { 'x-forwarded-for': '10.88.3.1' }
  const all = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => (await signIn(`wrong ${index}`, headers)).status),
  )
  expect(allowed(all)).toBe(5)
})

test('an account that many strangers try stays open for the person who used it before', async () => {
  const home = { 'x-forwarded-for': '192.0.2.50' }
  const first = await signIn(testPassword, home)
  expect(first.status).toBe(200)
  const device = first.headers.getSetCookie().find((cookie) => cookie.startsWith('tabiji.device='))!
  expect(device).toMatch(/HttpOnly; SameSite=Strict/)
  const all = await statuses(30, (index) => ({ 'x-forwarded-for': `203.0.113.${index}` }))
  expect(allowed(all)).toBe(20)
  expect((await signIn(testPassword, { 'x-forwarded-for': '203.0.113.200' })).status).toBe(429)
  expect((await signIn(testPassword, home)).status).toBe(200)
  const cookie = device.split(';')[0]!
  expect((await signIn(testPassword, { 'x-forwarded-for': '203.0.113.201', cookie })).status).toBe(200)
  // The cookie belongs to one account.
  const other = await buildUser(app.deps, { workspaceId: app.workspace.id })
  for (let index = 0; index < 20; index++)
    await signIn('wrong', { 'x-forwarded-for': `203.0.113.${index}` }, other.email)
  expect((await signIn(testPassword, { 'x-forwarded-for': '198.51.100.9', cookie }, other.email)).status).toBe(429)
})

test('the present password cannot be guessed from a session either', async () => {
  const { cookie } = await app.session('viewer')
  const headers = { cookie, origin: 'http://127.0.0.1:3000' }
  const all: number[] = []
  for (let index = 0; index < 7; index++) {
    const json = { currentPassword: `wrong ${index}`, newPassword: 'a new pass phrase 7319' }
    all.push((await app.request('/api/auth/change-password', { json, headers })).status)
  }
  expect(all).toEqual([400, 400, 400, 400, 400, 429, 429])
})

test('the setup code, invitations and links for a new password cannot be tried without end', async () => {
  await using fresh = await createTestApp({
    queue: false,
    env: { host: '0.0.0.0' },
    deps: { clock: new ManualClock() },
  })
  const call = async (procedure: string, json: object) =>
    (await fresh.request(`/api/trpc/${procedure}`, { json, headers: { host: 'localhost:3000' } })).status
  const owner = { name: 'Customer 001', email: 'customer001@example.com', password: testPassword }
  const codes: number[] = []
  for (let index = 0; index < 7; index++)
    codes.push(await call('auth.createOwner', { ...owner, setupCode: `ABCD-EFGH-JKL${index}` }))
  expect(codes).toEqual([403, 403, 403, 403, 403, 429, 429])
  expect(await setupCode(fresh.deps)).toMatch(/^\w{4}-\w{4}-\w{4}$/)

  const links: number[] = []
  for (let index = 0; index < 12; index++) {
    links.push(await call('auth.invitation', { token: `guess ${index}` }))
    links.push(await call('auth.openPasswordLink', { token: `guess ${index}` }))
  }
  expect(links.filter((status) => status === 404)).toHaveLength(20)
  expect(links.slice(20)).toEqual([429, 429, 429, 429])
})
