import { authKindNames } from '@tabiji/shared/auth/auth.ts'
import {
  secretUse,
  type SecretUseField,
  secretUseFields,
  type SecretUseSubject,
} from '@tabiji/shared/auth/secret-use.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { authOfKind, authsOfEachKind } from '../../../test/auths-of-each-kind.ts'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { calling } from '../../../test/call-operation.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from '../../engagement/action-tests/external-action.operations.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import { secretsOf } from './auth/registry.ts'
import { connectionOperations } from './connection.operations.ts'
import { findConnection } from './connection.repository.ts'
import { openAuth } from './state/seal-auth.ts'

const listAuditLog = calling(auditLogOperations.list)
const testConnection = calling(connectionOperations.test)
const testExternalAction = calling(externalActionOperations.test)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const ctx = app.ctx()
const key = await app.apiKey()

const auths = authsOfEachKind('s3cret', {
  tokenUrl: 'https://login.example.com/token',
  authorizeUrl: 'https://login.example.com/authorize',
  revokeUrl: 'https://login.example.com/revoke',
})
const kinds = authKindNames.filter((kind) => Object.keys(secretsOf(authOfKind(auths, kind))).length > 0)
const fieldsOf = (kind: (typeof kinds)[number]) =>
  (Object.keys(secretUse({ connector: 'http', baseUrl, auth: authOfKind(auths, kind) })) as SecretUseField[]).filter(
    // Nothing is stored for another kind; the test of connections shows that.
    (field) => field !== 'auth.kind',
  )
const baseUrl = 'https://api.example.com/v1'
const members = kinds.flatMap((kind) => fieldsOf(kind).map((field) => [kind, field] as const))

const codes: Record<SecretUseSubject, string> = {
  address: 'connection.secretAskedForAddress',
  header: 'connection.secretAskedForHeader',
  client: 'connection.secretAskedForClient',
  method: 'connection.secretAskedForMethod',
}

/** The change of one field, as a body of PATCH. */
function changeOf(auth: object, field: SecretUseField): Record<string, unknown> {
  if (field === 'baseUrl') return { baseUrl: 'https://other.example.com/v1' }
  const others: Partial<Record<SecretUseField, string>> = {
    'auth.in': 'query',
    'auth.clientAuth': 'clientAuth' in auth && auth.clientAuth === 'body' ? 'basic' : 'body',
    'auth.algorithm': 'kind' in auth && auth.kind === 'hmac' ? 'sha512' : 'HS512',
  }
  const path = field.split('.').slice(1)
  const changed = structuredClone(auth) as Record<string, unknown>
  const parent = path.slice(0, -1).reduce((at, name) => at[name] as Record<string, unknown>, changed)
  const last = path.at(-1)!
  parent[last] =
    others[field] ?? (/url|aud/i.test(last) ? 'https://other.example.com/x' : `${String(parent[last])}-other`)
  return { auth: changed }
}

async function storedAuth(id: string) {
  const stored = await findConnection(ctx.db, ctx.workspaceId, id)
  return openAuth(stored!, ctx.secrets)
}

describe('a stored secret', () => {
  test('is watched in every kind that has one, and every field that says what it is used for occurs', () => {
    expect(kinds).toHaveLength(authKindNames.length - 1)
    expect(new Set(members.map(([, field]) => field))).toEqual(
      new Set(Object.keys(secretUseFields).filter((field) => field !== 'auth.kind')),
    )
  })

  test.each(members)('of the kind %s is asked for again when %s changes', async (kind, field) => {
    const auth = authOfKind(auths, kind)
    const { id, auth: masked } = await buildConnection(ctx, { baseUrl, auth })
    const path = `/api/v1/connections/${id}`
    const change = changeOf(masked, field)

    const refused = await app.request(path, { key, method: 'PATCH', json: change })
    expect(refused.status).toBe(422)
    const { issues } = await jsonOf(refused)
    expect(issues).not.toHaveLength(0)
    for (const issue of issues)
      expect(issue).toMatchObject({ code: codes[secretUseFields[field]], path: expect.stringMatching(/^auth\./) })
    expect(await storedAuth(id)).toEqual(auth)

    const restated = { ...(change['auth'] ?? masked), ...clearSecretsOf(kind) }
    const accepted = await app.request(path, { key, method: 'PATCH', json: { ...change, auth: restated } })
    expect(accepted.status, await accepted.clone().text()).toBe(200)
    const [entry] = (await listAuditLog(ctx, {})).items.filter(({ subjectId }) => subjectId === id)
    expect(entry).toMatchObject({ action: 'connectionSecretUseChanged' })
    expect(Object.keys((entry!.after as { usedFor: object }).usedFor)).toContain(field)
    expect(JSON.stringify(entry)).not.toContain('s3cret')
  })

  test('stays when what it is used for stays: another path of the origin, another name, the letters of a header', async () => {
    const { id, auth } = await buildConnection(ctx, { baseUrl, auth: auths.bearer })
    for (const json of [
      { baseUrl: 'https://API.example.com:443/v2' },
      { name: 'Renamed' },
      { auth: { ...auth, header: 'AUTHORIZATION' } },
    ])
      expect((await app.request(`/api/v1/connections/${id}`, { key, method: 'PATCH', json })).status).toBe(200)
    expect(await storedAuth(id)).toMatchObject({ token: auths.bearer.token })
  })

  test('never reaches another address, whatever is tried', async () => {
    await using own = await startCalloutServer()
    await using other = await startCalloutServer()
    await updateWorkspaceSettings(ctx, { calloutAllow: [own.allow, other.allow] })
    const connection = await buildConnection(ctx, { baseUrl: own.url, auth: auths.bearer })
    const path = `/api/v1/connections/${connection.id}`
    for (const auth of [undefined, connection.auth, { ...connection.auth, prefix: '' }])
      await app.request(path, { key, method: 'PATCH', json: { baseUrl: other.url, auth } })
    await testConnection(ctx, { id: connection.id })
    expect(own.requests).toHaveLength(1)
    expect(other.requests).toHaveLength(0)
  })

  test('whose row was changed in the database is not sent, and the call waits for somebody', async () => {
    await using own = await startCalloutServer()
    await using other = await startCalloutServer()
    await updateWorkspaceSettings(ctx, { calloutAllow: [own.allow, other.allow] })
    const { id } = await buildConnection(ctx, { baseUrl: own.url, auth: auths.bearer })
    const action = await buildExternalAction(ctx, { connectionId: id })
    await app.deps.db.updateTable('connections').set({ base_url: other.url }).where('id', '=', id).execute()
    const result = await testExternalAction(ctx, { id: action.id, tokens: { text: 'hi' } })
    expect(result).toMatchObject({ outcome: 'blocked', error: { code: 'connectionUnreadable' } })
    expect(other.requests).toHaveLength(0)
  })

  test('that was moved to another row is not sent, and is replaced by entering it again', async () => {
    await using target = await startCalloutServer()
    await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
    const [one, two] = await Promise.all(
      ['first', 'second'].map((token) =>
        buildConnection(ctx, { baseUrl: target.url, auth: { kind: 'bearer', token } }),
      ),
    )
    const stored = await findConnection(ctx.db, ctx.workspaceId, one!.id)
    await app.deps.db
      .updateTable('connections')
      .set({ secrets: stored!.sealedSecrets })
      .where('id', '=', two!.id)
      .execute()
    expect(await testConnection(ctx, { id: two!.id })).toMatchObject({ error: { code: 'connectionUnreadable' } })
    const path = `/api/v1/connections/${two!.id}`
    const masked = await app.request(path, { key, method: 'PATCH', json: { name: 'Still masked' } })
    expect((await jsonOf(masked)).issues).toMatchObject([{ code: 'connection.secretMissing', path: 'auth.token' }])
    const entered = { auth: { kind: 'bearer', token: 'entered-again' } }
    expect((await app.request(path, { key, method: 'PATCH', json: entered })).status).toBe(200)
    expect(await testConnection(ctx, { id: two!.id })).toMatchObject({ outcome: 'succeeded' })
    expect(target.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer entered-again'])
    expect((await app.request(path, { key, method: 'DELETE' })).status).toBe(204)
  })
})

/** The secrets of the kind in clear. */
function clearSecretsOf(kind: (typeof kinds)[number]): object {
  const auth = authOfKind(auths, kind)
  const names = Object.keys(secretsOf(auth)).map((name) => name.split('.')[0]!)
  return Object.fromEntries(Object.entries(auth).filter(([name]) => names.includes(name)))
}
