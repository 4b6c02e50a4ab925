import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction, calloutAttempt } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp } from '../../../test/test-app.ts'

import type { Ctx } from '../../kernel/context.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { findConnection } from './connection.repository.ts'
import { getConnection } from './get-connection.ts'
import { openAuth } from './state/seal-auth.ts'
import { recordCallouts } from '../calls/attempts/record-callouts.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { calloutOperations } from '../../insights/calls/callout.operations.ts'
import { connectionOperations } from './connection.operations.ts'
import { type InputOf, calling } from '../../../test/call-operation.ts'

type CreateConnectionInput = InputOf<typeof connectionOperations.create>

const createConnection = calling(connectionOperations.create)
const updateConnection = calling(connectionOperations.update)
const listConnections = calling(connectionOperations.list)
const deleteConnection = calling(connectionOperations.delete)
const testConnection = calling(connectionOperations.test)
const revokeConnection = calling(connectionOperations.revoke)
const listCallouts = calling(calloutOperations.list)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function freshCtx(): Promise<Ctx> {
  return app.ctx('owner', (await buildWorkspace(app.deps)).id)
}

async function storedAuth(ctx: Ctx, id: string) {
  const stored = await findConnection(ctx.db, ctx.workspaceId, id)
  return stored && openAuth(stored, ctx.secrets)
}

function everythingStored() {
  return Promise.all(
    (['connections', 'audit_log', 'callout_attempts', 'external_action_versions'] as const).map((table) =>
      app.deps.db.selectFrom(table).selectAll().execute(),
    ),
  ).then((rows) => JSON.stringify(rows))
}

describe('secrets', () => {
  test.each<[CreateConnectionInput['auth'], object]>([
    [{ kind: 'basic', username: 'tabiji', password: 's3cret-basic' }, { password: '••••' }],
    [
      { kind: 'apiKey', name: 'X-Key', value: 's3cret-key' },
      { value: '••••', in: 'header' },
    ],
    [
      { kind: 'bearer', token: 's3cret-bearer' },
      { token: '••••', header: 'Authorization', prefix: 'Bearer' },
    ],
    [
      { kind: 'secretHeaders', headers: [{ name: 'X-A', value: 's3cret-a' }] },
      { headers: [{ name: 'X-A', value: '••••' }] },
    ],
  ])('of %j are never given back, and lie sealed', async (auth, masked) => {
    const ctx = await freshCtx()
    const created = await buildConnection(ctx, { auth })
    expect(created.auth).toMatchObject(masked)
    expect(JSON.stringify([created, await getConnection(ctx, created), await listConnections(ctx, {})])).not.toContain(
      's3cret',
    )
    expect((await everythingStored()).includes('s3cret')).toBe(false)
    expect(await storedAuth(ctx, created.id)).toMatchObject(auth ?? {})
  })

  test('stay when the mask comes back unchanged, and are replaced by anything else', async () => {
    const ctx = await freshCtx()
    const { id, auth } = await buildConnection(ctx, { auth: { kind: 'basic', username: 'a', password: 'first' } })
    await updateConnection(ctx, { id, name: 'Renamed', auth })
    expect(await storedAuth(ctx, id)).toEqual({ kind: 'basic', username: 'a', password: 'first' })
    await updateConnection(ctx, { id, auth: { kind: 'basic', username: 'b', password: 'second' } })
    expect(await storedAuth(ctx, id)).toMatchObject({ password: 'second' })
    await updateConnection(ctx, { id, environment: 'sandbox' })
    expect(await storedAuth(ctx, id)).toMatchObject({ password: 'second' })
  })

  test('of a list of headers stay with their header when the list is sent in another order', async () => {
    const ctx = await freshCtx()
    const headers = [
      { name: 'X-A', value: 'value-a' },
      { name: 'X-B', value: 'value-b' },
    ]
    const { id } = await buildConnection(ctx, { auth: { kind: 'secretHeaders', headers } })
    await updateConnection(ctx, {
      id,
      auth: {
        kind: 'secretHeaders',
        headers: [
          { name: 'x-b', value: '••••' },
          { name: 'X-A', value: '••••' },
          { name: 'X-C', value: 'value-c' },
        ],
      },
    })
    expect(await storedAuth(ctx, id)).toEqual({
      kind: 'secretHeaders',
      headers: [
        { name: 'x-b', value: 'value-b' },
        { name: 'X-A', value: 'value-a' },
        { name: 'X-C', value: 'value-c' },
      ],
    })
  })

  test('are asked for when a mask stands for nothing: a new connection, another kind, a new header', async () => {
    const ctx = await freshCtx()
    const masked = { kind: 'bearer', token: '••••' } as const
    const onCreate = await serviceErrorOf(buildConnection(ctx, { auth: masked }))
    expect(onCreate.issues).toMatchObject([{ code: 'connection.secretMissing', path: ['auth', 'token'] }])
    const { id } = await buildConnection(ctx, { auth: { kind: 'basic', username: 'a', password: 'b' } })
    expect((await serviceErrorOf(updateConnection(ctx, { id, auth: masked }))).issues?.[0]?.code).toBe(
      'connection.secretMissing',
    )
  })

  test('that cannot stand in a header are refused without being repeated', async () => {
    const ctx = await freshCtx()
    const error = await serviceErrorOf(
      buildConnection(ctx, { auth: { kind: 'bearer', token: 's3cret\r\nx-injected: 1' } }),
    )
    expect(error.issues).toMatchObject([{ code: 'token.headerCharacter', params: { character: 'U+000D' } }])
    expect(JSON.stringify(error.issues)).not.toContain('s3cret')
    const twice = {
      kind: 'secretHeaders',
      headers: [
        { name: 'X-A', value: '1' },
        { name: 'x-a', value: '2' },
      ],
    } as const
    expect((await serviceErrorOf(buildConnection(ctx, { auth: twice as never }))).issues?.[0]?.code).toBe(
      'callout.headerDuplicate',
    )
    for (const name of ['Host', 'Idempotency-Key']) {
      const auth = { kind: 'apiKey', name, value: 'inside' } as const
      expect((await serviceErrorOf(buildConnection(ctx, { auth }))).issues?.[0]?.code).toBe('callout.headerReserved')
    }
  })
})

describe('the base URL', () => {
  test.each([
    ['http://api.example.com', 'connection.httpNotAllowed'],
    ['https://10.0.0.1', 'connection.addressNotAllowed'],
    ['https://127.0.0.1:8443', 'connection.addressNotAllowed'],
    ['https://localhost', 'connection.addressNotAllowed'],
    ['https://2130706433', 'connection.addressNotAllowed'],
    ['https://0x7f.0.0.1', 'connection.addressNotAllowed'],
    ['https://[::ffff:10.0.0.1]', 'connection.addressNotAllowed'],
    ['https://169.254.169.254/latest', 'connection.addressNotAllowed'],
    ['ftp://files.example.com', 'callout.baseUrlInvalid'],
    ['https://user:pw@api.example.com', 'callout.baseUrlInvalid'],
    ['https://api.example.com/?a=1', 'callout.baseUrlInvalid'],
    ['nonsense', 'callout.baseUrlInvalid'],
  ])('%s is refused with %s', async (baseUrl, code) => {
    const ctx = await freshCtx()
    const error = await serviceErrorOf(buildConnection(ctx, { baseUrl }))
    expect(error).toMatchObject({ code: 'invalid', issues: [{ code, path: ['baseUrl'] }] })
  })

  test('may be private or plain http once an admin has allowed it', async () => {
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: ['10.0.0.0/8', 'intranet.example:8080'] })
    expect((await buildConnection(ctx, { baseUrl: 'http://10.1.2.3:9000/api' })).baseUrl).toBe(
      'http://10.1.2.3:9000/api',
    )
    await buildConnection(ctx, { baseUrl: 'http://intranet.example:8080' })
    const elsewhere = await serviceErrorOf(buildConnection(ctx, { baseUrl: 'https://192.168.1.1' }))
    expect(elsewhere.issues?.[0]?.code).toBe('connection.addressNotAllowed')
  })

  test('is refused over REST in the language that the caller asks for, naming the address', async () => {
    const key = await app.apiKey()
    const json = { name: 'Inside', connector: 'http', baseUrl: 'http://10.0.0.1:8080' }
    const answer = await app.request('/api/v1/connections', { key, json, headers: { 'accept-language': 'ja' } })
    expect(answer.status).toBe(422)
    const problem = (await answer.json()) as { issues: { message: string; path: string }[] }
    expect(problem.issues[0]).toMatchObject({ path: 'baseUrl' })
    expect(problem.issues[0]?.message).toContain('「10.0.0.1」はプライベートまたはローカルのアドレス')
  })

  test('of the demo is our own address, whatever it is today', async () => {
    const ctx = await freshCtx()
    const { id, baseUrl } = await buildConnection(ctx, { connector: 'demo', baseUrl: '' })
    expect(baseUrl).toBe('http://127.0.0.1:3000/demo')
    const moved = { ...ctx, config: { ...ctx.config, publicUrl: 'https://journeys.example.com' } }
    expect((await getConnection(moved, { id })).baseUrl).toBe('https://journeys.example.com/demo')
  })
})

describe('states', () => {
  test('go from authorized to revoked and back, each change once in the audit log', async () => {
    const key = await app.apiKey()
    const ctx = app.ctx()
    const { id, state } = await buildConnection(ctx, { auth: { kind: 'bearer', token: 's3cret-state' } })
    expect(state).toBe('authorized')
    const verb = async (name: string) =>
      (await app.request(`/api/v1/connections/${id}/${name}`, { key, method: 'POST' })).json()
    expect(await verb('revoke')).toMatchObject({ state: 'revoked' })
    expect(await verb('revoke')).toMatchObject({ state: 'revoked' })
    expect(await verb('authorize')).toMatchObject({ state: 'authorized' })
    const entries = await app.deps.db
      .selectFrom('audit_log')
      .select('action')
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute()
    expect(entries.map(({ action }) => action)).toEqual([
      'connectionCreated',
      'connectionRevoked',
      'connectionAuthorized',
    ])
    expect(await storedAuth(ctx, id)).toMatchObject({ token: 's3cret-state' })
  })
})

describe('the list', () => {
  test('is paged by name, searched by a part of it, and takes % for a percent sign', async () => {
    const ctx = await freshCtx()
    for (const name of ['beta', 'Alpha', 'gamma 100%', 'alphabet', 'Zeta']) await buildConnection(ctx, { name })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await listConnections(ctx, { limit: 2, cursor })
      names.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(names).toEqual(['Alpha', 'alphabet', 'beta', 'gamma 100%', 'Zeta'])
    const found = async (q: string) => (await listConnections(ctx, { q })).items.map(({ name }) => name)
    expect(await found('ALPHA')).toEqual(['Alpha', 'alphabet'])
    expect(await found('%')).toEqual(['gamma 100%'])
    expect(await found('_')).toEqual([])
  })

  test('shows when a connection last worked and what failed in the last 24 hours, tests aside', async () => {
    await using target = await startCalloutServer()
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const { id } = await buildConnection(ctx, { baseUrl: target.url })
    expect(await getConnection(ctx, { id })).toMatchObject({
      lastSuccessAt: null,
      failuresLast24h: 0,
      lastFailure: null,
    })
    await testConnection(ctx, { id })
    expect((await getConnection(ctx, { id })).lastSuccessAt).not.toBeNull()
    target.answer = () => ({ status: 503 })
    expect((await testConnection(ctx, { id })).outcome).toBe('httpError')
    expect(await getConnection(ctx, { id })).toMatchObject({ failuresLast24h: 0 })
  })
})

test('a connection was last used when something was last sent through it', async () => {
  const ctx = await freshCtx()
  const { id } = await buildConnection(ctx)
  const now = Date.now()
  const nothingSent = { connectionId: id, request: null, reply: null, statusCode: null } as const
  await recordCallouts(ctx.db, [
    calloutAttempt(ctx, { ...nothingSent, startedAt: new Date(now - 60_000), outcome: 'mappingError' }),
    calloutAttempt(ctx, { ...nothingSent, startedAt: new Date(now - 30_000), outcome: 'blocked' }),
  ])
  expect(await getConnection(ctx, { id })).toMatchObject({ lastUsedAt: null, failuresLast24h: 2 })
  const sent = new Date(now - 90_000)
  await recordCallouts(ctx.db, [
    calloutAttempt(ctx, { connectionId: id, startedAt: sent, outcome: 'timeout', statusCode: null, reply: null }),
  ])
  expect((await getConnection(ctx, { id })).lastUsedAt).toBe(sent.toISOString())
})

describe('a test', () => {
  test('asks for the base URL with the credentials, and is kept as a test without them', async () => {
    await using target = await startCalloutServer()
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const auth = { kind: 'basic', username: 'tabiji', password: 's3cret-test' } as const
    const { id } = await buildConnection(ctx, { baseUrl: `${target.url}/api`, auth })
    const result = await testConnection(ctx, { id })
    expect(target.requests[0]).toMatchObject({ method: 'GET', path: '/api' })
    const sent = target.requests[0]?.headers['authorization']
    expect(sent).toBe(`Basic ${Buffer.from('tabiji:s3cret-test').toString('base64')}`)
    expect(result).toMatchObject({
      outcome: 'succeeded',
      request: { method: 'GET', headers: { authorization: 'Basic ••••' } },
    })
    expect(result.reply?.status).toBe(200)
    // The target echoes the request, so the reply held the secret too.
    expect(JSON.stringify(result)).not.toContain(sent?.slice(6))
    const [attempt] = (await listCallouts(ctx, {})).items
    expect(attempt).toMatchObject({ isTest: true, connectionId: id, outcome: 'succeeded', statusCode: 200 })
    expect(/s3cret-test|dGFiaWpp/.test(await everythingStored())).toBe(false)
  })

  test('takes 404 for a sign of life and 401 for a refusal', async () => {
    await using target = await startCalloutServer({ answer: ({ path }) => ({ status: path === '/gone' ? 404 : 401 }) })
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const gone = await buildConnection(ctx, { baseUrl: `${target.url}/gone` })
    const locked = await buildConnection(ctx, { baseUrl: `${target.url}/locked` })
    expect((await testConnection(ctx, gone)).outcome).toBe('succeeded')
    expect(await testConnection(ctx, locked)).toMatchObject({ outcome: 'httpError', error: { code: 'statusRefused' } })
  })

  test('of a revoked connection calls nobody and says why', async () => {
    await using target = await startCalloutServer()
    const ctx = await freshCtx()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const { id } = await buildConnection(ctx, { baseUrl: target.url, name: 'Messages' })
    await revokeConnection(ctx, { id })
    const result = await testConnection(ctx, { id })
    expect(result).toMatchObject({ outcome: 'blocked', request: null, error: { code: 'connectionRevoked' } })
    expect(result.error?.message).toContain('"Messages" is revoked')
    expect(target.received).toBe(0)
  })
})

describe('limits of what may be done', () => {
  test('a connection that an action uses is not deleted, and the refusal names the action', async () => {
    const ctx = await freshCtx()
    const { id } = await buildConnection(ctx)
    await buildExternalAction(ctx, { connectionId: id, name: 'Post message' })
    const error = await serviceErrorOf(deleteConnection(ctx, { id }))
    expect(error).toMatchObject({ code: 'inUse', params: { where: '"Post message"' } })
    const other = await buildConnection(ctx)
    await deleteConnection(ctx, other)
    expect((await serviceErrorOf(getConnection(ctx, other))).code).toBe('notFound')
  })

  test('two connections of a workspace do not share a name, in whatever case', async () => {
    const ctx = await freshCtx()
    const { id } = await buildConnection(ctx, { name: 'Slack' })
    expect((await serviceErrorOf(buildConnection(ctx, { name: 'SLACK' }))).issues?.[0]?.code).toBe(
      'connection.nameTaken',
    )
    await updateConnection(ctx, { id, name: 'slack' })
    await buildConnection(await freshCtx(), { name: 'Slack' })
    const race = await Promise.allSettled(['Jira', 'JIRA', 'jira'].map((name) => buildConnection(ctx, { name })))
    expect(race.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const { reason } of race.filter((settled) => settled.status === 'rejected'))
      expect(reason).toBeInstanceOf(ServiceError)
  })

  test('another workspace sees nothing of a connection, nor does a malformed id', async () => {
    const ctx = await freshCtx()
    const { id } = await buildConnection(ctx)
    const stranger = await freshCtx()
    for (const call of [
      () => getConnection(stranger, { id }),
      () => updateConnection(stranger, { id, name: 'x' }),
      () => deleteConnection(stranger, { id }),
      () => revokeConnection(stranger, { id }),
      () => testConnection(stranger, { id }),
      () => getConnection(ctx, { id: 'not-an-id' }),
    ])
      expect((await serviceErrorOf(call())).code).toBe('notFound')
    expect((await listConnections(stranger, {})).items).toEqual([])
  })

  test('an editor may use connections but not change them', async () => {
    const { id } = await buildConnection(app.ctx())
    expect(
      (await serviceErrorOf(createConnection(app.ctx('editor'), { name: 'x', baseUrl: 'https://x.example' }))).code,
    ).toBe('forbidden')
    expect((await serviceErrorOf(deleteConnection(app.ctx('editor'), { id }))).code).toBe('forbidden')
    expect((await getConnection(app.ctx('viewer'), { id })).id).toBe(id)
    expect((await serviceErrorOf(testConnection(app.ctx('viewer'), { id }))).code).toBe('forbidden')
  })

  test('a change of the secret is in the audit log as a fact, not as a value', async () => {
    const ctx = await freshCtx()
    const { id } = await buildConnection(ctx, { auth: { kind: 'bearer', token: 'old-s3cret' } })
    await updateConnection(ctx, { id, auth: { kind: 'bearer', token: 'new-s3cret' }, limits: { requestsPerSecond: 5 } })
    const entry = await app.deps.db
      .selectFrom('audit_log')
      .selectAll()
      .where('subject_id', '=', id)
      .where('action', '=', 'connectionChanged')
      .executeTakeFirstOrThrow()
    expect(entry.after).toMatchObject({
      secretsChanged: true,
      limits: { requestsPerSecond: 5 },
      auth: { token: '••••' },
    })
    expect(JSON.stringify(entry)).not.toContain('s3cret')
  })
})

test('over REST a connection is made, read, changed and deleted', async () => {
  const key = await app.apiKey()
  const json = {
    name: 'REST',
    baseUrl: 'https://api.example.com',
    auth: { kind: 'apiKey', name: 'X-Key', value: 's3cret' },
  }
  const created = await app.request('/api/v1/connections', { key, json })
  expect(created.status).toBe(201)
  const connection = (await created.json()) as { id: string }
  expect(connection).toMatchObject({
    connector: 'http',
    environment: 'production',
    state: 'authorized',
    limits: {},
    auth: { value: '••••' },
  })
  const path = `/api/v1/connections/${connection.id}`
  expect((await (await app.request('/api/v1/connections?q=rest', { key })).json()) as object).toMatchObject({
    items: [{ id: connection.id }],
    nextCursor: null,
  })
  const patched = await app.request(path, { key, method: 'PATCH', json: { environment: 'sandbox' } })
  expect(await patched.json()).toMatchObject({
    environment: 'sandbox',
    name: 'REST',
    auth: { kind: 'apiKey', value: '••••' },
  })
  expect((await app.request(path, { key, method: 'DELETE' })).status).toBe(204)
  expect((await app.request(path, { key })).status).toBe(404)
  expect(
    (
      await app.request('/api/v1/connections', {
        key,
        json: { name: 'x', baseUrl: 'https://x.example', auth: { kind: 'magic' } },
      })
    ).status,
  ).toBe(422)
})
