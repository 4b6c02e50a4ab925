import { describe, expect, it } from 'vitest'
import type { ProposedConnection } from '../../../../lib/action-drawers.ts'
import { mask as storedSecret } from '@tabiji/shared/auth/mask.ts'
import { authDraftOf, authDraftWith, authOf, changeAuthKind, changeAuthValues, checkAuthDraft } from './auth-draft.ts'
import { missing } from './form/define-auth-form.ts'
import { newNamedValue } from './form/named-value.ts'

describe('the fields of an authorization', () => {
  it.each([
    { kind: 'none' },
    { kind: 'basic', username: 'me', password: storedSecret },
    { kind: 'apiKey', name: 'X-Key', value: storedSecret, in: 'query' },
    { kind: 'bearer', token: storedSecret, header: 'X-Auth', prefix: 'Token' },
    { kind: 'secretHeaders', headers: [{ name: 'X-A', value: storedSecret }] },
    {
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://login.example.com/token',
      clientId: 'tabiji',
      clientSecret: storedSecret,
      clientAuth: 'body',
      scope: 'a b',
      audience: 'https://api.example.com',
      extra: { resource: 'x' },
      expiredWhen: '$.expired',
    },
    {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://login.example.com/auth?prompt=consent',
      tokenUrl: 'https://login.example.com/token',
      revokeUrl: 'https://login.example.com/revoke',
      clientId: 'tabiji',
      clientSecret: storedSecret,
      clientAuth: 'basic',
      scope: 'a b',
      expiredWhen: '$.expired',
    },
    {
      kind: 'jwtBearer',
      algorithm: 'ES256',
      key: storedSecret,
      keyId: 'k1',
      claims: { iss: 'tabiji', sub: 'me', aud: 'them', team: 'a' },
      lifetimeSeconds: 60,
      tokenUrl: 'https://login.example.com/token',
      scope: 'a',
      expiredWhen: '$.expired',
    },
    {
      kind: 'hmac',
      secret: storedSecret,
      algorithm: 'sha512',
      encoding: 'base64',
      header: 'X-Sig',
      prefix: 'v1=',
      template: '{{body}}',
      timestampHeader: 'X-Time',
      timestampUnit: 'milliseconds',
    },
  ] as const)('come back as they were when nothing is typed: %j', (auth) => {
    expect(authOf(authDraftOf(structuredClone(auth) as never))).toEqual(auth)
  })

  it('keep what was typed for one kind while another is looked at', () => {
    const draft = authDraftOf({ kind: 'none' })
    draft.values.bearer.token = 'secret'
    expect(authOf({ ...draft, kind: 'basic' })).toEqual({ kind: 'basic', username: '', password: '' })
    expect(authOf({ ...draft, kind: 'bearer' })).toMatchObject({ token: 'secret', header: 'Authorization' })
  })

  it('keep the addresses and the client when one OAuth kind becomes the other, and leave out what is empty', () => {
    const typed = { tokenUrl: ' https://login.example.com/token ', clientId: 'tabiji', scope: ' ' }
    const blank = changeAuthKind(authDraftOf({ kind: 'none' }), 'oauth2ClientCredentials')
    const draft = changeAuthValues(blank, 'oauth2ClientCredentials', typed)
    const byConsent = changeAuthKind(draft, 'oauth2AuthorizationCode')
    expect(authOf(byConsent)).toEqual({
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: '',
      tokenUrl: 'https://login.example.com/token',
      clientId: 'tabiji',
      clientAuth: 'body',
    })
    expect(authOf(changeAuthKind(byConsent, 'oauth2ClientCredentials'))).toEqual({
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://login.example.com/token',
      clientId: 'tabiji',
      clientSecret: '',
      clientAuth: 'basic',
    })
  })

  it('leave out header rows that nobody began', () => {
    const draft = authDraftOf({ kind: 'none' })
    draft.kind = 'secretHeaders'
    draft.values.secretHeaders.headers = [
      newNamedValue(),
      { ...newNamedValue(), name: ' X-A ', value: 'v' },
      newNamedValue(),
    ]
    expect(authOf(draft)).toEqual({ kind: 'secretHeaders', headers: [{ name: 'X-A', value: 'v' }] })
  })
})

describe('before the server is asked', () => {
  it('says which secret is missing, by the path that the server would name', () => {
    const draft = authDraftOf({ kind: 'none' })
    expect(checkAuthDraft(draft)).toEqual({})
    expect(checkAuthDraft({ ...draft, kind: 'bearer' })).toEqual({ 'auth.token': missing })
    expect(checkAuthDraft({ ...draft, kind: 'apiKey' })).toEqual({ 'auth.value': missing })
    expect(checkAuthDraft({ ...draft, kind: 'secretHeaders' })).toEqual({ 'auth.headers[0].name': missing })
    expect(checkAuthDraft({ ...draft, kind: 'jwtBearer' })).toEqual({ 'auth.key': missing })
    expect(checkAuthDraft({ ...draft, kind: 'hmac' })).toEqual({ 'auth.secret': missing })
    expect(Object.keys(checkAuthDraft({ ...draft, kind: 'oauth2ClientCredentials' }))).toEqual([
      'auth.tokenUrl',
      'auth.clientId',
      'auth.clientSecret',
    ])
    expect(Object.keys(checkAuthDraft({ ...draft, kind: 'oauth2AuthorizationCode' }))).toEqual([
      'auth.authorizeUrl',
      'auth.tokenUrl',
      'auth.clientId',
    ])
  })

  it('takes an empty password, but no colon in a user name', () => {
    const draft = authDraftOf({ kind: 'none' })
    draft.kind = 'basic'
    draft.values.basic = { username: 'a:b', password: '' }
    expect(checkAuthDraft(draft)).toEqual({
      'auth.username': expect.objectContaining({ en: 'A user name cannot contain a colon.' }),
    })
    draft.values.basic.username = 'ab'
    expect(checkAuthDraft(draft)).toEqual({})
  })

  it('takes a stored secret as given', () => {
    const draft = authDraftOf({ kind: 'bearer', token: storedSecret, header: 'Authorization', prefix: 'Bearer' })
    expect(checkAuthDraft(draft)).toEqual({})
  })
})

it.each<[ProposedConnection['auth'], object]>([
  [{ kind: 'none' }, { kind: 'none' }],
  [
    { kind: 'basic', username: 'a', password: 'b' },
    { kind: 'basic', username: 'a', password: 'b' },
  ],
  [
    { kind: 'bearer', token: 't' },
    { kind: 'bearer', token: 't', header: 'Authorization', prefix: 'Bearer' },
  ],
  [
    { kind: 'bearer', token: 't', prefix: '' },
    { kind: 'bearer', token: 't', prefix: '' },
  ],
  [
    { kind: 'apiKey', name: 'k', value: 'v', in: 'query' },
    { kind: 'apiKey', name: 'k', value: 'v', in: 'query' },
  ],
  [
    { kind: 'secretHeaders', headers: [{ name: 'X-A', value: '1' }] },
    { kind: 'secretHeaders', headers: [{ name: 'X-A', value: '1' }] },
  ],
  [
    {
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://id.example.com/token',
      clientId: '',
      clientSecret: '',
      scope: 'a b',
      clientAuth: 'basic',
    },
    { kind: 'oauth2ClientCredentials', tokenUrl: 'https://id.example.com/token', scope: 'a b', clientAuth: 'basic' },
  ],
  [
    {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://id.example.com/auth',
      tokenUrl: 'https://id.example.com/token',
      clientId: '',
      clientSecret: '',
      pkce: true,
    },
    { kind: 'oauth2AuthorizationCode', authorizeUrl: 'https://id.example.com/auth', clientAuth: 'body' },
  ],
])('what was found, %o, is what would be saved', (auth, expected) => {
  expect(authOf(authDraftWith(auth))).toMatchObject(expected)
})
