import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { ManualClock } from '../../../../test/manual-clock.ts'
import { openWorkers } from '../../../../test/open-workers.ts'
import { type OAuthServer, oauthClient, startOAuthServer } from '../../../../test/oauth-server.ts'
import { until } from '../../../../test/run-worker.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import { isDeferral } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { type CalloutTarget, loadCalloutTarget } from '../../calls/perform/load-callout-target.ts'
import { performCallout } from '../../calls/perform/perform-callout.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { getConnection } from '../get-connection.ts'
import { settingsOperations } from '../../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from '../../../engagement/action-tests/external-action.operations.ts'
import { connectionOperations } from '../connection.operations.ts'
import { type InputOf, calling } from '../../../../test/call-operation.ts'

type CreateConnectionInput = InputOf<typeof connectionOperations.create>

const testUnsavedAction = calling(externalActionOperations.testUnsaved)
const updateConnection = calling(connectionOperations.update)
const testConnection = calling(connectionOperations.test)
const authorizeConnection = calling(connectionOperations.authorize)
const updateWorkspaceSettings = calling(settingsOperations.update)

const clock = new ManualClock()
clock.at = Date.now()
const app = await createTestApp({ queue: false, deps: { clock } })
afterAll(() => app[Symbol.asyncDispose]())

async function setUp(oauth: OAuthServer, options: { auth?: object; path?: string } = {}) {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  await updateWorkspaceSettings(ctx, { calloutAllow: [oauth.allow] })
  const auth = { ...oauth.clientCredentials, ...options.auth } as CreateConnectionInput['auth']
  const connection = await buildConnection(ctx, { baseUrl: oauth.url, auth })
  const action = await buildExternalAction(ctx, { connectionId: connection.id, path: options.path ?? '/api/messages' })
  const load = async (deps: Deps = app.deps) => {
    const reference = { workspaceId: ctx.workspaceId, externalActionId: action.id, version: action.version }
    return (await loadCalloutTarget(deps, reference))!
  }
  const performOn = (target: CalloutTarget, deps: Deps = app.deps, key = 'e:post/call:1') =>
    performCallout(deps, target, { values: { text: 'hi', score: 9 }, idempotencyKey: key })
  const performWith = async (deps: Deps, key?: string) => performOn(await load(deps), deps, key)
  const state = async () => (await getConnection(ctx, connection)).state
  return { ctx, connection, state, load, performOn, perform: () => performWith(app.deps), performWith }
}

/** Waits until `count` transactions wait for the row of a token. */
async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await app.deps.pool.query(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%access_tokens%'`,
    )
    if (rows[0].waiting >= count) return
  }
}

async function untilAsked({ tokenRequests }: OAuthServer, count: number): Promise<void> {
  await until('the token endpoint is asked', async () => tokenRequests.length === count)
}

function everythingStored() {
  return Promise.all(
    (['connections', 'access_tokens', 'audit_log', 'callout_attempts', 'call_limiters'] as const).map((table) =>
      app.deps.db.selectFrom(table).selectAll().execute(),
    ),
  ).then((rows) => JSON.stringify(rows))
}

describe('client credentials', () => {
  test.each(['basic', 'body'] as const)(
    'sent by %s bring a token, which serves until shortly before its end',
    async (clientAuth) => {
      await using oauth = await startOAuthServer({ clientAuth, lifeSeconds: 600 })
      const { perform } = await setUp(oauth)
      expect(await perform()).toMatchObject({ outcome: 'succeeded', status: 200 })
      clock.advance(500_000)
      await perform()
      expect(oauth.tokenRequests).toMatchObject([{ grant: 'client_credentials', fields: { scope: 'calls:write' } }])
      expect(oauth.tokenRequests[0]!.headers.authorization?.startsWith('Basic ') ?? false).toBe(clientAuth === 'basic')
      clock.advance(50_000)
      expect(await perform()).toMatchObject({ outcome: 'succeeded' })
      expect(oauth.tokenRequests).toHaveLength(2)
      expect(new Set(oauth.seen).size).toBe(2)
    },
  )

  test('send the further fields as they were entered, a grant type of their own among them', async () => {
    await using oauth = await startOAuthServer({ clientAuth: 'basic' })
    const extra = { grant_type: 'account_credentials', account_id: 'abc' }
    await (await setUp(oauth, { auth: { extra } })).perform()
    expect(oauth.tokenRequests[0]).toMatchObject({ grant: 'account_credentials', fields: extra })
  })

  test.each(['client_id', 'client_secret', 'scope'])(
    'refuse the further field %s, which has its own place',
    async (name) => {
      await using oauth = await startOAuthServer({ clientAuth: 'basic' })
      await expect(setUp(oauth, { auth: { extra: { [name]: 'x' } } })).rejects.toMatchObject({
        issues: [{ code: 'connection.extraField', path: ['auth', 'extra', name], params: { name } }],
      })
    },
  )

  test('leave neither the secret nor the token in any record, though the other side quotes them', async () => {
    await using oauth = await startOAuthServer()
    const { ctx, connection, perform } = await setUp(oauth)
    const performed = await perform()
    const shown = JSON.stringify([
      performed,
      await testConnection(ctx, connection),
      await getConnection(ctx, connection),
    ])
    const stored = await everythingStored()
    for (const secret of [oauthClient.secret, oauth.seen[0]!]) {
      expect(shown).not.toContain(secret)
      expect(stored).not.toContain(secret)
    }
    expect(performed.reply?.body).toContain('"authorization":"Bearer ••••"')
  })

  test('can be tried before they are saved, and then leave nothing behind', async () => {
    await using oauth = await startOAuthServer()
    const { ctx } = await setUp(oauth)
    const storedAccessTokens = () => app.deps.db.selectFrom('access_tokens').selectAll().execute()
    const before = await storedAccessTokens()
    const action = { name: 'Try', method: 'POST', path: '/api/x' } as const
    const unsaved = (auth: object) =>
      testUnsavedAction(ctx, { action, connection: { baseUrl: oauth.url, auth: auth as never } })
    expect(await unsaved(oauth.clientCredentials)).toMatchObject({ outcome: 'succeeded', reply: { status: 200 } })
    const refused = await unsaved({ ...oauth.clientCredentials, clientSecret: 'wrong-secret' })
    expect(refused).toMatchObject({ outcome: 'httpError', request: null, error: { code: 'tokenRefused' } })
    expect(refused.error?.message).toContain('127.0.0.1 gives no access token: invalid_client')
    expect(JSON.stringify(refused)).not.toContain('wrong-secret')
    expect(await unsaved(oauth.authorizationCode)).toMatchObject({
      outcome: 'blocked',
      error: { code: 'consentNeeded' },
    })
    expect(await storedAccessTokens()).toEqual(before)
  })
})

describe('a token that the other side takes no longer', () => {
  test('by a 401 is renewed once, and the same call goes out again within the attempt, which says so', async () => {
    await using oauth = await startOAuthServer()
    const { perform } = await setUp(oauth)
    await perform()
    await oauth.forget(oauth.seen[0])
    const performed = await perform()
    expect(performed).toMatchObject({
      outcome: 'succeeded',
      status: 200,
      request: { sentBefore: { because: 'unauthorized', status: 401 } },
    })
    expect(oauth.seen).toHaveLength(3)
    expect(oauth.seen[1]).toBe(oauth.seen[0])
    expect(oauth.seen[2]).not.toBe(oauth.seen[0])
    expect(oauth.tokenRequests).toHaveLength(2)
    expect((await perform()).request).not.toHaveProperty('sentBefore')
    expect(oauth.tokenRequests).toHaveLength(2)
  })

  test('by the sign that an admin named in a reply of 200 is renewed as well', async () => {
    await using oauth = await startOAuthServer()
    const expiredWhen = '$[?@ == "token_expired"]'
    const { perform } = await setUp(oauth, { auth: { expiredWhen }, path: '/legacy/messages' })
    await perform()
    await oauth.forget(oauth.seen[0])
    expect(await perform()).toMatchObject({
      outcome: 'succeeded',
      request: { sentBefore: { because: 'expiredReply', status: 200 } },
    })
    expect(oauth.tokenRequests).toHaveLength(2)
  })

  test('again right after it was renewed fails the call, and the token endpoint is left alone for a while', async () => {
    await using oauth = await startOAuthServer()
    const { perform } = await setUp(oauth, { auth: { expiredWhen: '$.ok' } })
    const failed = { outcome: 'httpError', status: 200, error: { code: 'tokenNotTaken' } }
    expect(await perform()).toMatchObject(failed)
    expect(await perform()).toMatchObject(failed)
    expect(oauth.tokenRequests).toHaveLength(2)
    clock.advance(10_000)
    expect(await perform()).toMatchObject(failed)
    expect(oauth.tokenRequests).toHaveLength(3)
  })

  test('is not called with again while no new one can be got', async () => {
    await using oauth = await startOAuthServer()
    const { perform } = await setUp(oauth)
    await perform()
    await oauth.forget(oauth.seen[0])
    oauth.state.tokenFault = (reply) => reply.writeHead(503).end()
    expect(await perform()).toMatchObject({ outcome: 'httpError', status: 401, error: { code: 'tokenServerFailing' } })
    expect(await perform()).toMatchObject({ request: null, error: { code: 'tokenServerFailing', status: 503 } })
    expect(oauth.seen).toHaveLength(2)
    oauth.state.tokenFault = null
    clock.advance(1000)
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
  })
})

describe('a call that set out before the connection was changed', () => {
  test('leaves the new tokens and the state alone when its old credentials have a token no longer', async () => {
    await using oauth = await startOAuthServer()
    const { ctx, connection, state, load, performOn, perform } = await setUp(oauth, {
      auth: { clientSecret: 'an old secret' },
    })
    const late = await load()
    await updateConnection(ctx, { id: connection.id, auth: oauth.clientCredentials })
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
    const performed = await performOn(late)
    expect(performed).toMatchObject({ outcome: 'blocked', request: null, error: { code: 'connectionChanged' } })
    expect(isDeferral(performed.error)).toBe(true)
    expect(await state()).toBe('authorized')
    expect((await getConnection(ctx, connection)).accessToken).toMatchObject({
      obtainedAt: expect.any(String),
      failure: null,
    })
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
    expect(oauth.tokenRequests).toHaveLength(1)
  })

  test('and is refused its token only after the change, does not end the new authorization', async () => {
    await using oauth = await startOAuthServer()
    const { ctx, connection, state, perform } = await setUp(oauth, { auth: { clientSecret: 'an old secret' } })
    let open = () => {}
    oauth.state.tokenLatch = new Promise<void>((resolve) => (open = resolve))
    const late = perform()
    await untilAsked(oauth, 1)
    // The update returns only when the row of the token is unlocked again.
    const change = updateConnection(ctx, { id: connection.id, auth: oauth.clientCredentials })
    await untilWaiting(1)
    open()
    expect(await late).toMatchObject({ error: { code: 'tokenRefused' } })
    await change
    expect(await state()).toBe('authorized')
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
  })

  test.each([
    ['unauthorized', 'connectionUnauthorized'],
    ['revoked', 'connectionRevoked'],
    ['expired', 'connectionExpired'],
  ] as const)('and finds it %s, says so and asks for no token', async (state, code) => {
    await using oauth = await startOAuthServer()
    const { connection, load, performOn } = await setUp(oauth)
    const late = await load()
    await app.deps.db.updateTable('connections').set({ state }).where('id', '=', connection.id).execute()
    expect(await performOn(late)).toMatchObject({ outcome: 'blocked', error: { code } })
    expect(oauth.tokenRequests).toEqual([])
  })
})

describe('a connection whose first token is asked for', () => {
  test('can be changed meanwhile', async () => {
    await using oauth = await startOAuthServer()
    const { connection, perform } = await setUp(oauth)
    let open = () => {}
    oauth.state.tokenLatch = new Promise<void>((resolve) => (open = resolve))
    const call = perform()
    await untilAsked(oauth, 1)
    const lock = 'select id from connections where id = $1 for update nowait'
    expect((await app.deps.pool.query(lock, [connection.id])).rowCount).toBe(1)
    open()
    expect(await call).toMatchObject({ outcome: 'succeeded' })
  })

  test('and which an admin authorizes at the same moment comes to no deadlock', async () => {
    await using oauth = await startOAuthServer()
    const { ctx, connection, perform } = await setUp(oauth)
    const client = await app.deps.pool.connect()
    try {
      await client.query('begin')
      await client.query('select id from connections where id = $1 for update', [connection.id])
      const call = perform()
      await untilWaiting(1)
      await client.query('insert into access_tokens (connection_id) values ($1)', [connection.id])
      await client.query('commit')
      expect(await call).toMatchObject({ outcome: 'succeeded' })
    } finally {
      client.release()
    }
    expect((await getConnection(ctx, connection)).accessToken?.obtainedAt).toEqual(expect.any(String))
  })
})

describe('ten workers on one database', () => {
  test('that need a token at once ask for one', async () => {
    await using oauth = await startOAuthServer()
    const { performWith } = await setUp(oauth)
    await using workers = await openWorkers(app, 10)
    let open = () => {}
    oauth.state.tokenLatch = new Promise<void>((resolve) => (open = resolve))
    // Three calls each: within a process they share one promise, between processes they wait for the row lock.
    const calls = workers.deps.flatMap((deps, worker) =>
      [1, 2, 3].map((call) => performWith(deps, `${worker}:${call}`)),
    )
    await untilWaiting(9)
    open()
    const performed = await Promise.all(calls)
    expect(performed.map(({ outcome }) => outcome)).toEqual(calls.map(() => 'succeeded'))
    expect(oauth.tokenRequests).toHaveLength(1)
    expect(new Set(oauth.seen).size).toBe(1)
  })

  test('whose token is turned down at once renew it once, and every call goes through', async () => {
    await using oauth = await startOAuthServer()
    const { performWith } = await setUp(oauth)
    await using workers = await openWorkers(app, 10)
    await Promise.all(workers.deps.map((deps) => performWith(deps)))
    await oauth.forget(oauth.seen[0])
    const performed = await Promise.all(workers.deps.map((deps) => performWith(deps)))
    expect(performed.map(({ outcome }) => outcome)).toEqual(workers.deps.map(() => 'succeeded'))
    expect(oauth.tokenRequests).toHaveLength(2)
  })
})

describe('a token endpoint', () => {
  test('that is down is a matter of the moment: the call is held, the connection stays as it is', async () => {
    await using oauth = await startOAuthServer()
    const { connection, ctx, perform, state } = await setUp(oauth)
    const faults = [
      [
        (reply: { writeHead(status: number): { end(): void } }) => reply.writeHead(503).end(),
        'tokenServerFailing',
        'httpError',
      ],
      [(reply: { destroy(): unknown }) => void reply.destroy(), 'tokenUnavailable', 'network'],
    ] as const
    for (const [fault, code, outcome] of faults) {
      oauth.state.tokenFault = fault as never
      clock.advance(2000)
      const performed = await perform()
      expect(performed).toMatchObject({ outcome, request: null, error: { code } })
      expect(isDeferral(performed.error)).toBe(true)
    }
    expect(await state()).toBe('authorized')
    expect((await getConnection(ctx, connection)).accessToken?.failure?.message).toContain('127.0.0.1')
    oauth.state.tokenFault = null
    clock.advance(2000)
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
    expect((await getConnection(ctx, connection)).accessToken?.failure).toBeNull()
  })

  test('that is down shortly before the end of a token leaves that token in use until its end', async () => {
    await using oauth = await startOAuthServer({ lifeSeconds: 600 })
    const { perform } = await setUp(oauth)
    await perform()
    oauth.state.tokenFault = (reply) => reply.writeHead(503).end()
    clock.advance(560_000)
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
    expect(oauth.tokenRequests).toHaveLength(2)
    clock.advance(45_000)
    expect(await perform()).toMatchObject({ outcome: 'httpError', error: { code: 'tokenServerFailing' } })
  })

  test('that refuses ends the authorization with the reason it gives, and is not asked again until something changes', async () => {
    await using oauth = await startOAuthServer()
    const { ctx, connection, perform, state } = await setUp(oauth, { auth: { clientSecret: 'an old secret' } })
    expect(await perform()).toMatchObject({ outcome: 'httpError', request: null, error: { code: 'tokenRefused' } })
    expect(await state()).toBe('expired')
    expect(await perform()).toMatchObject({ outcome: 'blocked', error: { code: 'connectionExpired' } })
    expect(oauth.tokenRequests).toHaveLength(1)
    expect((await getConnection({ ...ctx, locale: 'ja' }, connection)).accessToken?.failure?.message).toContain(
      'アクセストークンの発行を拒否しました：invalid_client',
    )
    await expect(authorizeConnection(ctx, connection)).rejects.toMatchObject({ code: 'externalFailed' })
    expect(await state()).toBe('expired')
    expect(await everythingStored()).not.toContain('an old secret')
    await updateConnection(ctx, { id: connection.id, auth: oauth.clientCredentials })
    expect(await state()).toBe('authorized')
    expect(await perform()).toMatchObject({ outcome: 'succeeded' })
  })
})

describe('addresses of an authorization', () => {
  test.each([
    ['tokenUrl', 'https://10.0.0.1/token', 'connection.addressNotAllowed'],
    ['tokenUrl', 'https://[::ffff:169.254.169.254]/token', 'connection.addressNotAllowed'],
    ['authorizeUrl', 'http://login.example.com/auth', 'connection.httpNotAllowed'],
    ['authorizeUrl', 'javascript:alert(1)', 'connection.authAddressInvalid'],
    ['revokeUrl', 'https://localhost/revoke', 'connection.addressNotAllowed'],
    ['tokenUrl', 'https://me:pw@login.example.com/token', 'connection.authAddressInvalid'],
  ])('%s %s is refused at the save with %s', async (name, address, code) => {
    const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
    const auth = {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://login.example.com/auth',
      tokenUrl: 'https://login.example.com/token',
      clientId: 'tabiji',
      pkce: true,
      [name]: address,
    }
    await expect(buildConnection(ctx, { auth: auth as never })).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ code, path: ['auth', name] }],
    })
  })

  test('that were allowed once are not asked when the permission is gone, and the call says why', async () => {
    await using oauth = await startOAuthServer()
    const { ctx, perform, state } = await setUp(oauth)
    await updateWorkspaceSettings(ctx, { calloutAllow: [] })
    expect(await perform()).toMatchObject({
      outcome: 'blocked',
      request: null,
      error: { code: 'addressNotAllowed', host: '127.0.0.1' },
    })
    expect(oauth.tokenRequests).toEqual([])
    expect(await state()).toBe('authorized')
  })
})
