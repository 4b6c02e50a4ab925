import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { authSchema } from '@tabiji/shared/auth/auth.ts'
import { jwtVerify } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../../test/callout-server.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { ManualClock } from '../../../../test/manual-clock.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import { getConnection } from '../get-connection.ts'
import { applyAuth } from './registry.ts'
import { settingsOperations } from '../../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from '../../../engagement/action-tests/external-action.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const testExternalAction = calling(externalActionOperations.test)
const updateWorkspaceSettings = calling(settingsOperations.update)

const clock = new ManualClock()
clock.at = Date.now()
const app = await createTestApp({ queue: false, deps: { clock } })
afterAll(() => app[Symbol.asyncDispose]())

async function setUp(allow: string) {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  await updateWorkspaceSettings(ctx, { calloutAllow: [allow] })
  const call = async (baseUrl: string, auth: object) => {
    const connection = await buildConnection(ctx, { baseUrl, auth: auth as never })
    const action = await buildExternalAction(ctx, {
      connectionId: connection.id,
      path: '/messages',
      query: [{ name: 'q', value: 'a b' }],
    })
    return { connection, result: await testExternalAction(ctx, { id: action.id, tokens: { text: 'hi', score: 9 } }) }
  }
  return { ctx, call }
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const pem = (pair: { privateKey: KeyObject }) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const oldPem = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()

describe('a JWT', () => {
  const claims = { iss: 'tabiji', sub: 'service@example.com', aud: 'https://login.example.com' }

  test.each([
    ['RS256', 'as PEM', pem(rsa), rsa.publicKey],
    ['RS256', 'as PEM of the older kind in one line', oldPem.replaceAll('\n', ''), rsa.publicKey],
    ['PS512', 'as PEM out of JSON', JSON.stringify(pem(rsa)).slice(1, -1), rsa.publicKey],
    ['ES256', 'as PEM', pem(ec), ec.publicKey],
    ['EdDSA', 'as PEM', pem(ed), ed.publicKey],
    ['HS256', 'as text', 'a shared secret of ours', Buffer.from('a shared secret of ours')],
  ] as const)(
    'by %s with a key %s is what calls go by where there is no token URL, and can be checked by the other side',
    async (algorithm, _form, key, check) => {
      await using target = await startCalloutServer()
      const { ctx, call } = await setUp(target.allow)
      const { connection, result } = await call(target.url, {
        kind: 'jwtBearer',
        algorithm,
        key,
        keyId: 'k1',
        claims,
        lifetimeSeconds: 120,
      })
      expect(result).toMatchObject({ outcome: 'succeeded', request: { headers: { authorization: 'Bearer ••••' } } })
      const token = target.requests[0]!.headers['authorization']!.replace('Bearer ', '')
      const { payload, protectedHeader } = await jwtVerify(token, check, { currentDate: clock.now() })
      expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'k1' })
      expect(payload).toMatchObject(claims)
      expect(payload.exp! - payload.iat!).toBe(120)
      expect(payload.jti).toBeTruthy()
      const shown = JSON.stringify([result, await getConnection(ctx, connection)])
      expect(shown).not.toContain(token)
      expect(shown).not.toContain(key)
    },
  )

  test('is exchanged for an access token where there is a token URL (RFC 7523)', async () => {
    await using target = await startCalloutServer({
      answer: ({ path }) =>
        path === '/token'
          ? { body: { access_token: 'given-for-it', token_type: 'Bearer', expires_in: '600' } }
          : { body: { ts: '1' } },
    })
    const { call } = await setUp(target.allow)
    const auth = {
      kind: 'jwtBearer',
      algorithm: 'ES256',
      key: pem(ec),
      claims,
      tokenUrl: `${target.url}/token`,
      scope: 'api',
    }
    expect((await call(target.url, auth)).result.outcome).toBe('succeeded')
    const [asked, called] = target.requests
    const form = Object.fromEntries(new URLSearchParams(asked!.body))
    expect(form).toMatchObject({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', scope: 'api' })
    await jwtVerify(form['assertion']!, ec.publicKey, { audience: claims.aud })
    expect(called!.headers['authorization']).toBe('Bearer given-for-it')
  })

  test.each([
    ['RS256', 'that is none', 'not a key'],
    ['RS256', 'of a curve', pem(ec)],
    ['ES256', 'of RSA', pem(rsa)],
    ['RS256', 'of 1024 bits', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }))],
    ['HS256', 'of five signs', 'short'],
  ])('by %s is refused at the save with a key %s, which cannot sign it', async (algorithm, _kind, key) => {
    const { call } = await setUp('10.0.0.1')
    const refused = call('https://api.example.com', { kind: 'jwtBearer', algorithm, key, claims })
    await expect(refused).rejects.toMatchObject({ issues: [{ code: 'connection.keyInvalid', path: ['auth', 'key'] }] })
  })
})

describe('a signature', () => {
  test('covers the request as it goes out, and the secret does not travel', async () => {
    await using target = await startCalloutServer()
    const { call } = await setUp(target.allow)
    const template = '{{timestamp}}\n{{method}} {{path}}?{{query}}\n{{host}}\n{{body}}'
    const auth = {
      kind: 'hmac',
      secret: 's3cret-hmac',
      encoding: 'base64',
      prefix: 'v1=',
      template,
      timestampHeader: 'X-Time',
    }
    const { result } = await call(target.url, auth)
    const { headers, body, method, path } = target.requests[0]!
    const [pathname, query] = path.split('?')
    const signed = `${headers['x-time']}\n${method} ${pathname}?${query}\n${headers['host']}\n${body}`
    expect(query).toBe('q=a%20b')
    expect(headers['x-signature']).toBe(`v1=${createHmac('sha256', 's3cret-hmac').update(signed).digest('base64')}`)
    expect(headers['x-time']).toBe(String(Math.floor(clock.at / 1000)))
    expect(result.request?.headers['x-signature']).toBe('••••')
    expect(JSON.stringify(target.requests)).not.toContain('s3cret-hmac')
  })

  test('of a part that no request has is refused at the save, naming those that there are', async () => {
    const { call } = await setUp('10.0.0.1')
    const auth = { kind: 'hmac', secret: 'x', template: '{{timestamp}}{{nonce}}' }
    await expect(call('https://api.example.com', auth)).rejects.toMatchObject({
      issues: [{ code: 'connection.signedPartUnknown', path: ['auth', 'template'], params: { name: 'nonce' } }],
    })
  })

  test.each(['{{nonce}}', '{{constructor}}', '{{body'])(
    'of %s is made by nobody, were it stored all the same',
    (template) => {
      const request = { method: 'GET', url: 'https://api.example.com/', headers: {}, body: 'hi' }
      const auth = authSchema.parse({ kind: 'hmac', secret: 'x', template })
      expect(() => applyAuth(request, auth, { accessToken: '', now: new Date(0) })).toThrow(
        'was checked when it was saved',
      )
      expect(request.headers).toEqual({})
    },
  )
})
