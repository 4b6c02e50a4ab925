import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../../test/callout-server.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { ManualClock } from '../../../../test/manual-clock.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { isDeferral } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { loadCalloutTarget } from './load-callout-target.ts'
import { buildCallout, type CalloutInput, performCallout } from './perform-callout.ts'
import { settingsOperations } from '../../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from '../../../engagement/action-tests/external-action.operations.ts'
import { connectionOperations } from '../../connections/connection.operations.ts'
import { type InputOf, calling } from '../../../../test/call-operation.ts'

type CreateConnectionInput = InputOf<typeof connectionOperations.create>
type CreateExternalActionInput = InputOf<typeof externalActionOperations.create>

const updateExternalAction = calling(externalActionOperations.update)
const updateConnection = calling(connectionOperations.update)
const revokeConnection = calling(connectionOperations.revoke)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

type Options = { action?: Partial<CreateExternalActionInput>; auth?: CreateConnectionInput['auth']; clock?: Clock }

async function setUp(target: { url: string; allow: string }, options: Options = {}) {
  const { clock = app.deps.clock } = options
  const ctx = { ...app.ctx('owner', (await buildWorkspace(app.deps)).id), clock }
  await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
  const connection = await buildConnection(ctx, { baseUrl: target.url, auth: options.auth })
  const action = await buildExternalAction(ctx, { connectionId: connection.id, ...options.action })
  const load = async (version = action.version) => {
    const loaded = await loadCalloutTarget(ctx, { workspaceId: ctx.workspaceId, externalActionId: action.id, version })
    if (!loaded) throw new Error('the target is there')
    return loaded
  }
  const perform = async (input: Partial<CalloutInput> = {}) =>
    performCallout(ctx, await load(), { values: { text: 'hi', score: 9 }, idempotencyKey: 'e:post/call:1', ...input })
  return { ctx, connection, action, load, perform }
}

test('sends what the action says, with the key that makes a repetition harmless', async () => {
  await using target = await startCalloutServer()
  const { perform } = await setUp(target)
  const performed = await perform({ values: { text: 'say "hi"\n旅', score: 9 } })
  expect(target.requests).toEqual([
    {
      method: 'POST',
      path: '/messages',
      body: '{"text":"say \\"hi\\"\\n旅","score":9}',
      headers: {
        host: `127.0.0.1:${target.port}`,
        connection: 'keep-alive',
        accept: '*/*',
        'user-agent': expect.stringMatching(/^Tabiji\/\d+\.\d+\.\d+$/),
        'content-type': 'application/json',
        'content-length': '36',
        'idempotency-key': 'e:post/call:1',
      },
    },
  ])
  expect(performed).toMatchObject({
    outcome: 'succeeded',
    status: 200,
    error: null,
    extracted: { ts: { value: expect.any(String) } },
  })
})

test('an automatic retry repeats the bytes of the first attempt', async () => {
  await using target = await startCalloutServer()
  const { perform, load } = await setUp(target)
  const built = buildCallout(await load(), { text: 'frozen', score: 1 }, 'e:post/call:1')
  if (!built.ok) throw new Error('it can be built')
  await perform({ request: built.value })
  await perform({ request: built.value })
  const [first, second] = target.requests
  expect(second).toEqual(first)
  expect(target.keys.get('e:post/call:1')).toBe(2)
})

describe('authorization', () => {
  test.each<[NonNullable<CreateConnectionInput['auth']>, { header?: [string, string]; path?: string }]>([
    [
      { kind: 'basic', username: 'u', password: 'päss' },
      { header: ['authorization', `Basic ${Buffer.from('u:päss').toString('base64')}`] },
    ],
    [{ kind: 'apiKey', name: 'X-Api-Key', value: 'k 1' }, { header: ['x-api-key', 'k 1'] }],
    [{ kind: 'apiKey', name: 'key', value: 'k/1 &?', in: 'query' }, { path: '/messages?a=b&key=k%2F1%20%26%3F' }],
    [{ kind: 'bearer', token: 't0ken' }, { header: ['authorization', 'Bearer t0ken'] }],
    [{ kind: 'bearer', token: 't0ken', header: 'X-Auth', prefix: '' }, { header: ['x-auth', 't0ken'] }],
    [
      {
        kind: 'secretHeaders',
        headers: [
          { name: 'X-A', value: 'aaa-1' },
          { name: 'X-B', value: 'bbb-2' },
        ],
      },
      { header: ['x-b', 'bbb-2'] },
    ],
  ])('%j goes out and stays out of the record', async (auth, expected) => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, { auth, action: { query: [{ name: 'a', value: 'b' }] } })
    const performed = await perform()
    const [sent] = target.requests
    if (expected.header) expect(sent?.headers[expected.header[0]]).toBe(expected.header[1])
    if (expected.path !== undefined) expect(sent?.path).toBe(expected.path)
    // The target echoes everything, so this checks both request and reply.
    const record = JSON.stringify(performed)
    for (const secret of [
      'päss',
      'k 1',
      'k/1 &?',
      'k%2F1%20%26%3F',
      't0ken',
      'aaa-1',
      'bbb-2',
      expected.header?.[1] ?? 'none',
    ])
      expect(record).not.toContain(secret)
    expect(record).toContain('••••')
  })

  test('wins over a header of the same name in the action', async () => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, {
      auth: { kind: 'bearer', token: 'of-the-connection' },
      action: {
        headers: [
          { name: 'Authorization', value: 'Bearer of-the-action' },
          { name: 'X-Extra', value: '{{text}}' },
        ],
      },
    })
    await perform()
    expect(target.requests[0]?.headers).toMatchObject({ authorization: 'Bearer of-the-connection', 'x-extra': 'hi' })
  })
})

describe('what counts as success', () => {
  test('a status outside of the rule is an HTTP error that says what was expected', async () => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, { action: { path: '/status/404' } })
    expect(await perform()).toMatchObject({
      outcome: 'httpError',
      status: 404,
      error: { code: 'statusRefused', expected: '2xx' },
      extracted: {},
    })
  })

  test('a predicate looks into the reply', async () => {
    await using target = await startCalloutServer({ answer: () => ({ body: { ok: false, ts: '1' } }) })
    const { perform } = await setUp(target, { action: { success: { statuses: ['2xx'], predicate: '$.ok' } } })
    expect(await perform()).toMatchObject({
      outcome: 'httpError',
      error: { code: 'predicateNotMet', predicate: '$.ok' },
    })
    target.answer = () => ({ body: { ok: true, ts: '1' } })
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
    target.answer = () => ({ body: 'not json' })
    expect(await perform()).toMatchObject({ outcome: 'httpError' })
  })

  test('a value that the action must find and does not is a failure, one that it may miss is none', async () => {
    await using target = await startCalloutServer({ answer: () => ({ body: { other: 1 } }) })
    const extract = [{ name: 'ts', path: '$.ts', type: 'text' as const, ifMissing: 'fail' as const }]
    const strict = await setUp(target, { action: { extract } })
    expect(await strict.perform()).toMatchObject({
      outcome: 'replyUnusable',
      status: 200,
      error: { code: 'outputMissing', issues: [{ code: 'extract.missing' }] },
    })
    const lenient = await setUp(target, {})
    expect(await lenient.perform()).toMatchObject({ outcome: 'succeeded', extracted: { ts: { value: null } } })
  })

  test('Retry-After is handed on', async () => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, {
      action: { path: '/rate-limited', query: [{ name: 'seconds', value: '7' }] },
    })
    expect(await perform()).toMatchObject({ outcome: 'httpError', status: 429, retryAfter: '7' })
  })
})

describe('the outside', () => {
  test.each([
    ['/hang', 'timeout', 'timedOut'],
    ['/reset', 'network', 'connectionClosed'],
    ['/endless', 'replyTooLarge', 'replyTooLarge'],
    ['/gzip-bomb', 'replyTooLarge', 'replyTooLarge'],
    ['/garbage', 'network', 'replyUnreadable'],
  ])('%s is the outcome %s, and the request is on record', async (path, outcome, code) => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, {
      action: { path, timeoutMs: path === '/hang' ? 150 : 10_000, maxReplyBytes: 50_000 },
    })
    const performed = await perform()
    expect(performed).toMatchObject({
      outcome,
      error: { code },
      request: { method: 'POST', body: '{"text":"hi","score":9}' },
    })
  })

  test('a redirect is not followed, wherever it leads', async () => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, { action: { path: '/redirect', query: [{ name: 'to', value: '/echo' }] } })
    expect(await perform()).toMatchObject({ outcome: 'httpError', status: 302 })
    expect(target.received).toBe(1)
  })

  test('an address that left the allow-list is blocked from the next call on', async () => {
    await using target = await startCalloutServer()
    const { ctx, perform, connection } = await setUp(target)
    expect((await perform()).outcome).toBe('succeeded')
    await updateWorkspaceSettings(ctx, { calloutAllow: [] })
    await updateConnection(ctx, { id: connection.id, name: 'Renamed' }).catch(() => {})
    await expect.poll(async () => (await perform()).outcome, { timeout: 3000, interval: 50 }).toBe('blocked')
  })
})

describe('records', () => {
  test('are cut at 64 KB in all and say so', async () => {
    await using target = await startCalloutServer({ answer: () => ({ body: { filler: 'x'.repeat(300_000) } }) })
    const { perform } = await setUp(target)
    const performed = await perform({ values: { text: 'y'.repeat(200_000).slice(0, 65_000), score: 1 } })
    expect(performed.reply?.truncated).toBe(true)
    expect(performed.request?.truncated).toBe(true)
    expect(JSON.stringify(performed.request).length).toBeLessThan(65_536)
    expect(JSON.stringify(performed.reply).length).toBeLessThan(65_536)
  })

  test('hold no secret that the cut would have split', async () => {
    const token = `s3cret-${'z'.repeat(2000)}`
    const filler = 'x'.repeat(56 * 1024 - 20)
    await using target = await startCalloutServer({ answer: () => ({ body: `${filler}${token}${filler}` }) })
    const { perform } = await setUp(target, { auth: { kind: 'bearer', token } })
    const performed = await perform()
    expect(performed.reply?.truncated).toBe(true)
    expect(performed.reply?.body.includes('s3cret')).toBe(false)
  })

  test('can be stored whatever bytes come back', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0, 0xff, 0xed, 0xa0, 0x80]), Buffer.from('"}')])
    await using target = await startCalloutServer({ answer: () => ({ body: bytes }) })
    const { perform } = await setUp(target)
    const { reply } = await perform()
    expect(reply?.body).not.toContain('\0')
    expect(reply?.body.isWellFormed()).toBe(true)
  })

  test('show a reply in the character set that it names', async () => {
    const headers = { 'content-type': 'text/plain; charset=Shift_JIS' }
    // "旅路" in Shift_JIS
    await using target = await startCalloutServer({
      answer: () => ({ headers, body: Buffer.from([0x97, 0xb7, 0x98, 0x48]) }),
    })
    const { perform } = await setUp(target)
    expect((await perform()).reply?.body).toBe('旅路')
  })
})

describe('a change', () => {
  test('of credentials and base URL applies to the very next call', async () => {
    await using first = await startCalloutServer()
    await using second = await startCalloutServer()
    const { ctx, connection, perform } = await setUp(first, { auth: { kind: 'bearer', token: 'old' } })
    await updateWorkspaceSettings(ctx, { calloutAllow: [first.allow, second.allow] })
    await perform()
    await updateConnection(ctx, { id: connection.id, baseUrl: second.url, auth: { kind: 'bearer', token: 'new' } })
    await perform()
    expect(first.received).toBe(1)
    expect(second.requests[0]?.headers['authorization']).toBe('Bearer new')
  })

  test('by another process is seen within a second', async () => {
    await using target = await startCalloutServer()
    const clock = new ManualClock()
    const { ctx, connection, perform } = await setUp(target, { clock })
    expect((await perform()).outcome).toBe('succeeded')
    // Written past the cache of this process, as another process would write it.
    await ctx.db
      .updateTable('connections')
      .set({ state: 'revoked', updated_at: new Date() })
      .where('id', '=', connection.id)
      .execute()
    clock.advance(899)
    expect((await perform()).outcome).toBe('succeeded')
    clock.advance(1)
    expect((await perform()).outcome).toBe('blocked')
  })

  test('of state to revoked holds callouts, and says so in a way the engine can tell from a refusal', async () => {
    await using target = await startCalloutServer()
    const { ctx, connection, perform } = await setUp(target)
    await revokeConnection(ctx, { id: connection.id })
    const performed = await perform()
    expect(performed).toMatchObject({ outcome: 'blocked', request: null, error: { code: 'connectionRevoked' } })
    expect(isDeferral(performed.error)).toBe(true)
    expect(target.received).toBe(0)
  })

  test('of the action leaves the version that a journey was published with as it was', async () => {
    await using target = await startCalloutServer()
    const { ctx, action, load } = await setUp(target)
    await updateExternalAction(ctx, { id: action.id, path: '/newer' })
    expect((await load(1)).action.path).toBe('/messages')
    expect((await load(2)).action.path).toBe('/newer')
    expect(
      await loadCalloutTarget(ctx, { workspaceId: ctx.workspaceId, externalActionId: action.id, version: 3 }),
    ).toBeUndefined()
    const stranger = (await buildWorkspace(app.deps)).id
    expect(
      await loadCalloutTarget(ctx, { workspaceId: stranger, externalActionId: action.id, version: 1 }),
    ).toBeUndefined()
  })

  test('is not looked for in the database at every call', async () => {
    await using target = await startCalloutServer()
    const { load } = await setUp(target)
    const [first, second] = [await load(), await load()]
    expect(second.connection).toBe(first.connection)
    expect(second.action).toBe(first.action)
  })
})

test('a request that cannot be built is a mapping error and nothing is sent', async () => {
  await using target = await startCalloutServer()
  const { perform } = await setUp(target, {
    action: {
      path: '/users/{{text}}',
      body: { kind: 'none' },
      tokens: [{ name: 'text', type: 'text' }],
      method: 'GET',
    },
  })
  for (const text of ['..', '', '../admin'])
    expect(await perform({ values: { text } })).toMatchObject({
      outcome: 'mappingError',
      request: null,
      error: { code: 'notMapped' },
    })
  expect(target.received).toBe(0)
})

describe('a value that belongs to one call', () => {
  const action = {
    body: { kind: 'json' as const, template: '{"trace":"{{trace}}"}' },
    headers: [{ name: 'X-Request-Id', value: '{{requestId}}' }],
    tokens: [
      { name: 'requestId', generated: 'uuid' as const },
      { name: 'trace', generated: 'hex32' as const },
    ],
    extract: [],
  }

  test('is another one for each call and the same for each attempt of one call', async () => {
    await using target = await startCalloutServer()
    const { perform } = await setUp(target, { action })
    for (const idempotencyKey of ['a:call:1', 'b:call:1', 'c:call:1', 'a:call:1'])
      await perform({ values: {}, idempotencyKey })
    const sent = target.requests.map(({ headers, body }) => `${headers['x-request-id']} ${body}`)
    expect(new Set(sent.slice(0, 3)).size).toBe(3)
    expect(sent[3]).toBe(sent[0])
    expect(sent[0]).toMatch(/^[0-9a-f-]{36} \{"trace":"[0-9a-f]{32}"\}$/)
  })

  test('is made anew where a connection holds one for all calls', async () => {
    await using target = await startCalloutServer()
    const stored = '123e4567-e89b-12d3-a456-426614174000'
    const headers = [
      { name: 'X-Line-Retry-Key', value: stored },
      { name: 'X-Partner-Key', value: 'hush-hush' },
    ]
    const { perform } = await setUp(target, { auth: { kind: 'secretHeaders', headers } })
    for (const idempotencyKey of ['a:call:1', 'b:call:1', 'c:call:1', 'a:call:1']) await perform({ idempotencyKey })
    const keys = target.requests.map(({ headers }) => String(headers['x-line-retry-key']))
    expect(new Set(keys.slice(0, 3)).size).toBe(3)
    expect(keys[3]).toBe(keys[0])
    expect(keys).not.toContain(stored)
    expect(new Set(target.requests.map(({ headers }) => headers['x-partner-key']))).toEqual(new Set(['hush-hush']))
  })
})

test('a GET with a body is sent with it', async () => {
  await using target = await startCalloutServer()
  const { perform } = await setUp(target, { action: { method: 'GET' } })
  expect((await perform()).outcome).toBe('succeeded')
  expect(target.requests[0]).toMatchObject({ method: 'GET', body: '{"text":"hi","score":9}' })
})
