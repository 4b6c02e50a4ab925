import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { startCallingJourney } from '../../../../test/start-calling-journey.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { openWorkers } from '../../../../test/open-workers.ts'
import { type OAuthServer, oauthClient, startOAuthServer } from '../../../../test/oauth-server.ts'
import { serviceErrorOf } from '../../../../test/service-error-of.ts'
import { runWorker, until } from '../../../../test/run-worker.ts'
import { createTestApp, jsonOf } from '../../../../test/test-app.ts'
import { loadCalloutTarget } from '../../calls/perform/load-callout-target.ts'
import { performCallout } from '../../calls/perform/perform-callout.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { getParticipant } from '../../../journeys/people/get-participant.ts'
import { type AuthorizedConnection } from './authorize-connection.ts'
import { getConnection } from '../get-connection.ts'
import { openAccessTokens } from '../access-tokens/sealed-access-tokens.ts'
import { findConnection } from '../connection.repository.ts'
import { settingsOperations } from '../../../accounts/settings/settings.operations.ts'
import { calloutOperations } from '../../../insights/calls/callout.operations.ts'
import { connectionOperations } from '../connection.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const updateConnection = calling(connectionOperations.update)
const deleteConnection = calling(connectionOperations.delete)
const authorizeConnection = calling(connectionOperations.authorize)
const revokeConnection = calling(connectionOperations.revoke)
const listCallouts = calling(calloutOperations.list)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())
const ctx = app.ctx()
const oauth = await startOAuthServer()
afterAll(() => oauth[Symbol.asyncDispose]())
await updateWorkspaceSettings(ctx, { calloutAllow: [oauth.allow] })
const admin = await app.session('admin')

const connect = (auth: object = {}) =>
  buildConnection(ctx, { baseUrl: oauth.url, auth: { ...oauth.authorizationCode, ...auth } as never })

/** Starts an authorization as the web app does; returns the address to open. */
async function start(id: string, shownIn: 'popup' | 'page' = 'popup', { cookie } = admin): Promise<string> {
  const answer = await app.request(`/api/v1/connections/${id}/authorize`, { json: { shownIn }, headers: { cookie } })
  const { authorizeUrl, auth } = (await jsonOf(answer)) as AuthorizedConnection
  expect(auth).toMatchObject({ clientSecret: '••••' })
  return authorizeUrl!
}

async function comeBack(address: string, headers: Record<string, string> = { cookie: admin.cookie }) {
  const { pathname, search } = new URL(address)
  const response = await app.request(pathname + search, { headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function authorize(id: string, from: OAuthServer = oauth) {
  expect((await comeBack(await from.consent(await start(id)))).status).toBe(200)
}

async function activityOf(id: string): Promise<string[]> {
  const rows = await app.deps.db.selectFrom('audit_log').select('action').where('subject_id', '=', id).execute()
  return rows.map(({ action }) => action)
}

const stateOf = async (id: string) => (await getConnection(ctx, { id })).state

describe('the way to the other system and back', () => {
  test('asks for a code by PKCE and a state, and ends with an authorized connection and a window that closes', async () => {
    const { id, state } = await connect()
    expect(state).toBe('unauthorized')
    const url = new URL(await start(id))
    expect(Object.fromEntries(url.searchParams)).toEqual({
      prompt: 'consent',
      response_type: 'code',
      client_id: oauthClient.id,
      redirect_uri: 'http://127.0.0.1:3000/oauth/callback',
      scope: 'openid offline_access calls:write',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    const back = await comeBack(await oauth.consent(url.href))
    expect(back.status).toBe(200)
    expect(await stateOf(id)).toBe('authorized')
    const told = { connectionId: id, isAuthorized: true }
    expect(back.text).toContain(`new BroadcastChannel('tabiji-authorization').postMessage(${JSON.stringify(told)})`)
    const nonce = /script nonce="([^"]+)"/.exec(back.text)?.[1]
    expect(back.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`)
    expect(back.headers.get('referrer-policy')).toBe('no-referrer')
    expect(back.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    const { rows } = await app.deps.pool.query(
      'select access_tokens::text, authorization_requests::text from access_tokens, authorization_requests',
    )
    expect(JSON.stringify(rows)).not.toContain(url.searchParams.get('state'))
  })

  test('in the same window leads back to the page of the connection', async () => {
    const { id } = await connect()
    const back = await comeBack(await oauth.consent(await start(id, 'page')))
    expect([back.status, back.headers.get('location')]).toEqual([303, `/connections/${id}`])
    expect(await stateOf(id)).toBe('authorized')
  })

  test('by an API key begins at the page of the connection, since a key has no browser to come back with', async () => {
    const { id } = await connect()
    const key = await app.apiKey()
    const answer = await app.request(`/api/v1/connections/${id}/authorize`, { method: 'POST', key })
    expect(await jsonOf(answer)).toMatchObject({
      state: 'unauthorized',
      authorizeUrl: `http://127.0.0.1:3000/connections/${id}`,
    })
  })

  test('that somebody breaks off leaves the connection as it was and says what the other system said', async () => {
    const { id } = await connect()
    const back = await comeBack(await oauth.consent(await start(id), 'abort'), {
      cookie: admin.cookie,
      'accept-language': 'ja',
    })
    expect(back.status).toBe(200)
    expect(back.text).toContain(
      '相手システムがアクセスを許可しませんでした：access_denied: End-User aborted interaction',
    )
    expect(back.text).toContain('"isAuthorized":false')
    expect(back.text).not.toContain('close()')
    expect(await stateOf(id)).toBe('unauthorized')
  })

  test('says nothing as markup of what the other system said', async () => {
    const { id } = await connect()
    const state = new URL(await start(id)).searchParams.get('state')
    const back = await comeBack(`http://x/oauth/callback?error=%3Cscript%3Ealert(1)%3C/script%3E&state=${state}`)
    expect(back.text).toContain('&#60;script&#62;alert(1)')
    expect(back.text).not.toContain('<script>alert(1)')
  })
})

describe('a state', () => {
  const refused = async (address: string, text: string, headers?: Record<string, string>) => {
    const asked = oauth.tokenRequests.length
    const back = await comeBack(address, headers)
    expect(back.status).toBe(400)
    expect(back.text).toContain(text)
    expect(oauth.tokenRequests).toHaveLength(asked)
  }

  test('works once', async () => {
    const { id } = await connect()
    const back = await oauth.consent(await start(id))
    expect((await comeBack(back)).status).toBe(200)
    await refused(back, 'This authorization was finished already')
    expect(await stateOf(id)).toBe('authorized')
  })

  test('is used up by a return without a code as well', async () => {
    const { id } = await connect()
    const url = await start(id)
    const state = new URL(url).searchParams.get('state')
    await refused(`http://x/oauth/callback?state=${state}`, 'sent nothing to authorize with')
    await refused(await oauth.consent(url), 'finished already')
  })

  test('that nobody made is refused', async () => {
    await refused(`http://x/oauth/callback?code=x&state=${'a'.repeat(43)}`, 'was not started here')
    await refused('http://x/oauth/callback?code=x', 'was not started here')
  })

  test('counts no more after ten minutes', async () => {
    const { id } = await connect()
    const back = await oauth.consent(await start(id))
    const { rows } = await app.deps.pool.query(
      `update authorization_requests set expires_at = expires_at - interval '10 minutes' where connection_id = $1
       returning expires_at > now() - interval '1 minute' as "wasTenMinutes"`,
      [id],
    )
    expect(rows).toEqual([{ wasTenMinutes: true }])
    await refused(back, 'more than ten minutes')
    expect(await stateOf(id)).toBe('unauthorized')
  })

  test('belongs to the session that started it, and stays good for it when another tries it', async () => {
    const { id } = await connect()
    const back = await oauth.consent(await start(id))
    const other = await app.session('admin')
    await refused(back, 'started in another browser or by somebody else', { cookie: other.cookie })
    await refused(back, 'You are not signed in', {})
    expect(await stateOf(id)).toBe('unauthorized')
    expect((await comeBack(back)).status).toBe(200)
  })

  test('belongs to the workspace: who switched to another one, or is an admin no longer, is refused', async () => {
    const someone = await app.session('admin')
    const { id } = await connect()
    const first = await oauth.consent(await start(id, 'popup', someone))
    await app.deps.db.updateTable('members').set({ role: 'editor' }).where('user_id', '=', someone.userId).execute()
    await refused(first, 'Only admins', { cookie: someone.cookie })
    await app.deps.db.updateTable('members').set({ role: 'admin' }).where('user_id', '=', someone.userId).execute()
    const second = await oauth.consent(await start(id, 'popup', someone))
    const elsewhere = await buildWorkspace(app.deps)
    await app.deps.db
      .updateTable('members')
      .set({ workspace_id: elsewhere.id })
      .where('user_id', '=', someone.userId)
      .execute()
    await refused(second, 'another workspace', { cookie: someone.cookie })
    expect(await stateOf(id)).toBe('unauthorized')
  })

  test('belongs to the connection: a code of another client or a wrong secret leads nowhere', async () => {
    const { id } = await connect({ clientSecret: 'wrong-secret' })
    const back = await comeBack(await oauth.consent(await start(id)))
    expect(back.status).toBe(400)
    expect(back.text).toContain('127.0.0.1 gives no access token: invalid_client')
    expect(back.text).not.toContain('wrong-secret')
    expect(await stateOf(id)).toBe('unauthorized')
  })
})

describe('a consent whose token is still being fetched', () => {
  /** Returns from the consent page, and runs `change` while the token endpoint has not responded. */
  async function comeBackWhile(id: string, change: () => Promise<unknown>) {
    const address = await oauth.consent(await start(id))
    let open = () => {}
    oauth.state.tokenLatch = new Promise<void>((resolve) => (open = resolve))
    const asked = oauth.tokenRequests.length
    const back = comeBack(address)
    await until('the token endpoint is asked', async () => oauth.tokenRequests.length > asked)
    await change()
    oauth.state.tokenLatch = null
    open()
    return back
  }
  const tokensOf = (id: string) =>
    app.deps.db.selectFrom('access_tokens').selectAll().where('connection_id', '=', id).execute()

  test('does not authorize a connection whose client was changed meanwhile', async () => {
    const { id } = await connect()
    const back = await comeBackWhile(id, () =>
      updateConnection(ctx, { id, auth: { ...oauth.authorizationCode, clientId: 'another' } }),
    )
    expect(back.status).toBe(400)
    expect(back.text).toContain('Somebody changed the credentials of the connection meanwhile')
    expect(back.text).toContain('choose “Authorize” again')
    expect(back.text).toContain('"isAuthorized":false')
    expect(await stateOf(id)).toBe('unauthorized')
    expect(await tokensOf(id)).toEqual([])
  })

  test('says that the connection was deleted meanwhile', async () => {
    const { id } = await connect()
    const back = await comeBackWhile(id, () => deleteConnection(ctx, { id }))
    expect(back.status).toBe(400)
    expect(back.text).toContain('The connection was deleted')
    expect(back.text).toContain('"isAuthorized":false')
  })

  test('authorizes a connection of which something else was changed meanwhile', async () => {
    const { id } = await connect()
    const back = await comeBackWhile(id, () =>
      updateConnection(ctx, { id, name: 'Renamed', auth: { ...oauth.authorizationCode, scope: 'openid' } }),
    )
    expect(back.status).toBe(200)
    expect(await stateOf(id)).toBe('authorized')
  })
})

describe('a consent that comes back to another configuration', () => {
  test.each<[string, object]>([
    ['authorize URL', { auth: { authorizeUrl: `${oauth.url}/auth?prompt=login` } }],
    ['token URL', { auth: { tokenUrl: `${oauth.url}/token2` } }],
    ['revoke URL', { auth: { revokeUrl: `${oauth.url}/revoke2` } }],
    ['client', { auth: { clientId: 'another' } }],
    ['way the client signs in', { auth: { clientAuth: 'basic' } }],
    ['scope', { auth: { scope: 'openid' } }],
    ['base URL', { baseUrl: 'https://other.example.com' }],
  ])('of another %s is refused before anything is sent', async (_name, { auth = {}, ...change }: { auth?: object }) => {
    const { id } = await connect()
    const address = await oauth.consent(await start(id))
    await updateConnection(ctx, { id, ...change, auth: { ...oauth.authorizationCode, ...auth } })
    const sent = oauth.tokenRequests.length
    const back = await comeBack(address)
    expect(back.status).toBe(400)
    expect(back.text).toContain('Somebody changed the credentials of the connection meanwhile')
    expect(oauth.tokenRequests).toHaveLength(sent)
    expect(await stateOf(id)).toBe('unauthorized')
  })

  test('of another server, by what it says of itself, is refused before anything is sent', async () => {
    const { id } = await connect()
    const address = new URL(await oauth.consent(await start(id)))
    expect(address.searchParams.get('iss')).toBe(oauth.url)
    address.searchParams.set('iss', 'https://other-as.example')
    const sent = oauth.tokenRequests.length
    const back = await comeBack(address.href)
    expect(back.status).toBe(400)
    expect(back.text).toContain('came from another system')
    expect(oauth.tokenRequests).toHaveLength(sent)
  })
})

test('client credentials that are changed while they are tried are not authorized by what the old ones brought', async () => {
  const { id } = await buildConnection(ctx, { baseUrl: oauth.url, auth: oauth.clientCredentials })
  await revokeConnection(ctx, { id })
  let open = () => {}
  oauth.state.tokenLatch = new Promise<void>((resolve) => (open = resolve))
  const asked = oauth.tokenRequests.length
  const refused = serviceErrorOf(authorizeConnection(ctx, { id }))
  await until('the token endpoint is asked', async () => oauth.tokenRequests.length > asked)
  await updateConnection(ctx, { id, auth: { ...oauth.clientCredentials, clientSecret: 'another' } })
  oauth.state.tokenLatch = null
  open()
  expect(await refused).toMatchObject({ code: 'conflict', text: 'connectionChanged' })
  expect(await stateOf(id)).toBe('revoked')
})

async function callThrough(connectionId: string) {
  const action = await buildExternalAction(ctx, { connectionId, path: '/api/messages' })
  return async (deps: Deps) => {
    const reference = { workspaceId: ctx.workspaceId, externalActionId: action.id, version: action.version }
    const target = await loadCalloutTarget(deps, reference)
    return performCallout(deps, target!, { values: { text: 'hi', score: 9 }, idempotencyKey: null })
  }
}

test('ten workers whose token is turned down renew it with one refresh token, which changes each time', async () => {
  const { id } = await connect()
  await authorize(id)
  const perform = await callThrough(id)
  await using workers = await openWorkers(app, 10)
  for (const round of [1, 2]) {
    const asked = oauth.tokenRequests.length
    expect((await perform(app.deps)).outcome).toBe('succeeded')
    await oauth.forget(oauth.seen.at(-1))
    const performed = await Promise.all(workers.deps.map(perform))
    expect(performed.map(({ outcome }) => outcome)).toEqual(workers.deps.map(() => 'succeeded'))
    const renewals = oauth.tokenRequests.slice(asked)
    expect(
      renewals.map(({ grant }) => grant),
      `round ${round}`,
    ).toEqual(['refresh_token'])
  }
})

test('a refusal of the secret that was replaced meanwhile does not end the authorization', async () => {
  const { id } = await connect()
  await authorize(id)
  const perform = await callThrough(id)
  expect((await perform(app.deps)).outcome).toBe('succeeded')
  await oauth.forget(oauth.seen.at(-1))
  await updateConnection(ctx, { id, auth: { ...oauth.authorizationCode, clientSecret: 'an old secret' } })
  let open = () => {}
  oauth.state.tokenLatch = new Promise<void>((resolve) => (open = resolve))
  const asked = oauth.tokenRequests.length
  const late = perform(app.deps)
  await until('the token endpoint is asked', async () => oauth.tokenRequests.length > asked)
  await updateConnection(ctx, { id, auth: oauth.authorizationCode })
  oauth.state.tokenLatch = null
  open()
  expect(await late).toMatchObject({ status: 401, error: { code: 'tokenRefused' } })
  expect(await stateOf(id)).toBe('authorized')
  expect((await perform(app.deps)).outcome).toBe('succeeded')
})

test('a change of the client asks for a new consent, a change of the secret does not', async () => {
  const { id } = await connect()
  await authorize(id)
  const revoked = oauth.revoked.length
  await updateConnection(ctx, { id, auth: { ...oauth.authorizationCode, clientSecret: 'another' } })
  expect(await stateOf(id)).toBe('authorized')
  await updateConnection(ctx, { id, auth: oauth.authorizationCode })
  expect(oauth.revoked).toHaveLength(revoked)
  await updateConnection(ctx, { id, auth: { ...oauth.authorizationCode, clientId: 'another' } })
  expect(await stateOf(id)).toBe('unauthorized')
  expect(await app.deps.db.selectFrom('access_tokens').selectAll().where('connection_id', '=', id).execute()).toEqual(
    [],
  )
  // The refresh token and the access token of the client that is no longer used.
  expect(oauth.revoked).toHaveLength(revoked + 2)
  expect(await activityOf(id)).toContain('connectionAccessTokensRevoked')
})

describe('a connection that is deleted', () => {
  test('gives its tokens back at the other side', async () => {
    const { id } = await connect()
    await authorize(id)
    const revoked = oauth.revoked.length
    await deleteConnection(ctx, { id })
    expect(oauth.revoked).toHaveLength(revoked + 2)
    expect(await activityOf(id)).toEqual(expect.arrayContaining(['connectionDeleted', 'connectionAccessTokensRevoked']))
  })

  test('is gone though the other side does not take them back, which the activity says', async () => {
    const { id } = await connect({ revokeUrl: `${oauth.url}/nowhere` })
    await authorize(id)
    await deleteConnection(ctx, { id })
    expect((await serviceErrorOf(getConnection(ctx, { id }))).code).toBe('notFound')
    expect(await activityOf(id)).toEqual(
      expect.arrayContaining(['connectionDeleted', 'connectionAccessTokensNotRevoked']),
    )
  })
})

describe('people in a journey', () => {
  async function journeyBy(people: number) {
    const journey = await startCallingJourney(app, oauth, { action: { path: '/api/messages' } })
    const { id } = journey.connection
    await updateConnection(ctx, { id, auth: oauth.authorizationCode })
    const enrol = (prefix: string) => journey.enrol(people, prefix)
    const completed = (count: number) =>
      until(`${count} went on`, async () => (await journey.count('completed')) === count)
    /** Everyone in a group waits at the call, due, without a failure. */
    const areWaiting = async (prefix: string) => {
      const found = (await journey.people()).filter(({ key }) => key.includes(prefix))
      expect(found.map(({ status }) => status)).toEqual(Array.from({ length: people }, () => 'active'))
      return found
    }
    /** What the page of one of them shows. */
    const waitingFor = async (prefix: string) => {
      const [person] = (await journey.people()).filter(({ key }) => key.includes(prefix))
      const { enrollments } = await getParticipant(ctx, journey.journeyId, person!.participant_id)
      return enrollments[0]?.waitingFor
    }
    const named = { connection: journey.connection.name, connectionId: id }
    return { ...journey, waitingFor, named, id, enrol, completed, areWaiting }
  }

  test('wait for the first consent, through a revoke, and go on by themselves after each authorization', async () => {
    const journey = await journeyBy(5)
    await using _worker = await runWorker(app.deps)
    await journey.enrol('a')
    await arrived(5)
    const before = oauth.seen.length
    expect((await journey.areWaiting('a')).map(({ attempt }) => attempt)).toEqual([0, 0, 0, 0, 0])
    expect(await journey.waitingFor('a')).toEqual({
      ...journey.named,
      because: 'unauthorized',
      since: null,
      until: null,
    })
    expect(oauth.seen).toHaveLength(before)
    await authorize(journey.id)
    await journey.completed(5)
    expect(await journey.waitingFor('a')).toBeNull()

    const token = oauth.seen.at(-1)!
    const revoked = oauth.revoked.length
    await revokeConnection(ctx, { id: journey.id })
    expect(oauth.revoked.slice(revoked)).toContain(token)
    expect(oauth.revoked).toHaveLength(revoked + 2)
    expect(await oauth.isValid(token)).toBe(false)
    const calls = oauth.seen.length
    await journey.enrol('b')
    await arrived(5)
    await journey.areWaiting('b')
    expect(await journey.waitingFor('b')).toEqual({ ...journey.named, because: 'revoked', since: null, until: null })
    expect(oauth.seen).toHaveLength(calls)
    await authorize(journey.id)
    await journey.completed(10)
    expect((await journey.people()).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'completed'))

    /** Enrollments that a sweep moved to the step, where the breaker defers them. */
    async function arrived(count: number) {
      await until('they stand at the call', async () => {
        const { rows } = await app.deps.pool.query(
          `select count(*)::int as people from enrollments where journey_id = $1 and step_id like 'call/%' and status = 'active'`,
          [journey.journeyId],
        )
        return rows[0].people === count
      })
    }
  })

  test('wait when the other side takes back its consent, and nobody fails', async () => {
    const journey = await journeyBy(8)
    await authorize(journey.id)
    const stored = await app.deps.db
      .selectFrom('access_tokens')
      .selectAll()
      .where('connection_id', '=', journey.id)
      .executeTakeFirstOrThrow()
    const connection = await findConnection(app.deps.db, app.workspace.id, journey.id)
    const { accessToken, refreshToken } = openAccessTokens(connection!, stored.sealed!, ctx.secrets)
    await oauth.forget(accessToken)
    await oauth.withdrawConsent(refreshToken!)
    await using _worker = await runWorker(app.deps)
    await journey.enrol('c')
    await until('it is known', async () => (await stateOf(journey.id)) === 'expired')
    const shown = await until('the call that was turned down is on record', async () =>
      (await listCallouts(ctx, { connectionId: journey.connection.id })).items.at(-1),
    )
    expect(shown).toMatchObject({ outcome: 'httpError', statusCode: 401, error: { code: 'tokenRefused' } })
    await journey.areWaiting('c')
    expect(await journey.waitingFor('c')).toEqual({ ...journey.named, because: 'expired', since: null, until: null })
    expect((await getConnection(ctx, { id: journey.id })).accessToken?.failure?.message).toContain('invalid_grant')
    const { items } = await app.caller('admin').auditLog.list({})
    expect(items.map(({ action }) => action)).toContain('connectionExpired')
    await authorize(journey.id)
    await journey.completed(8)
    const people = await journey.people()
    expect(people.map(({ status }) => status)).toEqual(people.map(() => 'completed'))
  })

  test('wait while the token endpoint is down, and go on when it is back', async () => {
    await using other = await startOAuthServer()
    await updateWorkspaceSettings(ctx, { calloutAllow: [oauth.allow, other.allow] })
    const journey = await startCallingJourney(app, other, {
      action: { path: '/api/messages' },
      limits: { breaker: { failures: 3, firstProbeSeconds: 0.3, maxProbeSeconds: 0.6 } },
    })
    await updateConnection(ctx, { id: journey.connection.id, auth: other.clientCredentials })
    other.state.tokenFault = (reply) => reply.writeHead(503).end()
    await journey.enrol(6)
    await using _worker = await runWorker(app.deps)
    await until(
      'the circuit is open',
      async () => (await getConnection(ctx, journey.connection)).circuitOpen?.because === 'down',
    )
    expect(other.seen).toEqual([])
    // The breaker is open while the deferred enrollments are still being written.
    await until('nobody counts as tried', async () =>
      (await journey.people()).every(({ status, attempt }) => status === 'active' && attempt === 0),
    )
    other.state.tokenFault = null
    await until('everybody went on', async () => (await journey.count('completed')) === 6)
    expect(other.seen).toHaveLength(6)
  })
})
