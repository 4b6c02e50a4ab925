import { afterEach, expect, test } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { cleanUpAccessJob } from '../../accounts/sessions/clean-up-access-job.ts'
import { runJob } from '../../../test/run-job.ts'
import { ServiceError } from '../errors.ts'
import { beginGuess, type Guesser } from './begin-guess.ts'
import { countRequest } from './count-request.ts'
import { delayAfter, guessPolicies, type GuessKind, type GuessPolicy } from './guess-policies.ts'

const minute = 60_000
const clock = new ManualClock()
const app = await createTestApp({ queue: false, deps: { clock } })
afterEach(() => app.deps.pool.query('delete from request_limits'))

const client = (address: string) => ({ address, key: address })
const from = (address: string, account: string | undefined = 'a@example.com', device?: string): Guesser => ({
  client: client(address),
  account,
  device,
})

/** The wait in seconds that a refused attempt is told, or 0 when it was allowed. */
async function wrong(guesser: Guesser, kind: GuessKind = 'signIn'): Promise<number> {
  try {
    await beginGuess(app.deps, kind, guesser)
    return 0
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'limitReached') throw error
    return error.retryAfterSeconds!
  }
}

async function wrongs(count: number, guesser: (index: number) => Guesser, kind?: GuessKind): Promise<number[]> {
  const waits: number[] = []
  for (let index = 0; index < count; index++) waits.push(await wrong(guesser(index), kind))
  return waits
}

const kinds = Object.entries(guessPolicies as Record<GuessKind, GuessPolicy>) as [GuessKind, GuessPolicy][]

test.each(kinds)('of many wrong attempts at once for "%s" no more pass than are free', async (kind, policy) => {
  const free = Math.min(...[policy.pair, policy.account, policy.client].flatMap((growth) => growth?.free ?? []))
  const account = policy.pair || policy.account ? 'a@example.com' : undefined
  const guesser = { client: client('203.0.113.1'), account }
  const waits = await Promise.all(Array.from({ length: free + 10 }, () => wrong(guesser, kind)))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(free)
})

test('the delay grows with each wrong attempt up to a maximum, and is forgotten in time', async () => {
  expect(await wrongs(6, () => from('203.0.113.1'))).toEqual([0, 0, 0, 0, 0, 5])
  const waits: number[] = []
  for (let round = 0; round < 9; round++) {
    const wait = await wrong(from('203.0.113.1'))
    waits.push(wait)
    clock.advance(wait * 1000)
    expect(await wrong(from('203.0.113.1'))).toBe(0)
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900])
  clock.advance(24 * 60 * minute + 1)
  expect(await wrongs(6, () => from('203.0.113.1'))).toEqual([0, 0, 0, 0, 0, 5])
})

test('one account is guarded against many clients, and one client does not get at many accounts', async () => {
  const many = await wrongs(25, (index) => from(`203.0.113.${index}`))
  expect(many.filter((wait) => wait === 0)).toHaveLength(20)
  const stuffing = await wrongs(40, (index) => from('198.51.100.1', `person${index}@example.com`))
  expect(stuffing.filter((wait) => wait === 0)).toHaveLength(30)
})

test('a stranger delays neither a client that is known nor a browser that is known', async () => {
  await (await beginGuess(app.deps, 'signIn', from('192.0.2.1'))).wasRight()
  await wrongs(30, (index) => from(`203.0.113.${index}`))
  expect(await wrong(from('203.0.113.200'))).toBeGreaterThan(0)
  expect(await wrong(from('192.0.2.1'))).toBe(0)
  // Somebody behind the same address uses up what that client has left.
  await wrongs(10, () => from('192.0.2.1'))
  expect(await wrong(from('192.0.2.1'))).toBeGreaterThan(0)
  expect(await wrong(from('192.0.2.1', 'a@example.com', 'browser'))).toBe(0)
})

test('a known browser has a limit of its own, so its cookie is worth no more guesses', async () => {
  const waits = await wrongs(12, (index) => from(`203.0.113.${index}`, 'a@example.com', 'browser'))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
})

test('right secrets and requests that guess nothing are not counted', async () => {
  for (let index = 0; index < 40; index++) {
    const attempt = await beginGuess(app.deps, 'signIn', from('192.0.2.9', `person${index % 2}@example.com`))
    await (index % 3 === 0 ? attempt.wasNone() : attempt.wasRight())
  }
  expect(await wrongs(5, () => from('192.0.2.9', 'person0@example.com'))).toEqual([0, 0, 0, 0, 0])
})

test('an address that does not exist is limited like one that does', async () => {
  const known = await wrongs(7, () => from('192.0.2.1', 'known@example.com'))
  const unknown = await wrongs(7, () => from('192.0.2.2', 'nobody@example.com'))
  expect(unknown).toEqual(known)
})

test('every policy ends within a quarter of an hour, so that nobody is kept out for good', () => {
  for (const [, policy] of kinds)
    for (const growth of Object.values(policy))
      expect([delayAfter(growth.free - 1, growth), delayAfter(10_000, growth)]).toEqual([0, growth.maxDelayMs])
  expect(Math.max(...kinds.flatMap(([, policy]) => Object.values(policy).map(({ maxDelayMs }) => maxDelayMs)))).toBe(
    15 * minute,
  )
})

test('requests are counted for each client alone, in a window', async () => {
  const answers = async (address: string, count: number) => {
    const results = await Promise.allSettled(
      Array.from({ length: count }, () => countRequest(app.deps, 'surveyAnswer', client(address))),
    )
    return results.filter(({ status }) => status === 'fulfilled').length
  }
  expect(await answers('203.0.113.1', 70)).toBe(60)
  expect(await answers('203.0.113.2', 60)).toBe(60)
  clock.advance(minute)
  expect(await answers('203.0.113.1', 1)).toBe(1)
})

test('what ran out is removed: limits, ended sessions and old security events', async () => {
  await wrongs(3, (index) => from(`203.0.113.${index}`))
  await (await beginGuess(app.deps, 'signIn', from('192.0.2.1'))).wasRight()
  const { userId } = await app.session('viewer')
  await app.deps.pool.query('update sessions set expires_at = $1', [new Date(clock.at + 60 * minute)])
  const event = (kind: string, outcome: string, daysAgo: number) =>
    app.deps.pool.query(
      `insert into security_events (id, at, last_at, count, kind, outcome, what) values (gen_random_uuid(), $1, $1, 1, $2, $3, '{}')`,
      [new Date(clock.at - daysAgo * 24 * 60 * minute), kind, outcome],
    )
  await app.deps.pool.query('delete from security_events')
  for (const [kind, outcome, daysAgo] of [
    ['signIn', 'succeeded', 364],
    ['signIn', 'succeeded', 366],
    ['permission', 'refused', 89],
    ['permission', 'refused', 91],
  ] as const)
    await event(kind, outcome, daysAgo)
  const counts = async () => {
    const { rows } = await app.deps.pool.query<Record<string, number>>(
      `select (select count(*) from request_limits)::int as limits, (select count(*) from security_events)::int as events,
        (select count(*) from sessions where user_id = $1)::int as sessions`,
      [userId],
    )
    return rows[0]
  }
  clock.advance(1)
  await runJob(app.deps, cleanUpAccessJob, {})
  expect(await counts()).toMatchObject({ events: 2, sessions: 1 })
  clock.advance(91 * 24 * 60 * minute)
  await runJob(app.deps, cleanUpAccessJob, {})
  expect(await counts()).toMatchObject({ limits: 0, sessions: 0 })
})
