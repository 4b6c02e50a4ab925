import type { JwtAlgorithm } from '@tabiji/shared/auth/jwt-algorithm.ts'
import type { Inputs, Outputs } from '../../../../lib/api/api-types.ts'

export type Auth = Outputs['connections']['get']['auth']
export type AuthInput = NonNullable<Inputs['connections']['create']['auth']>
export type AuthKind = Auth['kind']

export const authKinds: readonly AuthKind[] = [
  'none',
  'basic',
  'apiKey',
  'bearer',
  'secretHeaders',
  'oauth2ClientCredentials',
  'oauth2AuthorizationCode',
  'jwtBearer',
  'hmac',
]

/** The server's placeholder for a secret; sent back, it keeps the stored secret. */
export const storedSecret = '••••'

/**
 * A header, a claim or a field of the token request while it is edited. The id is the React key, because names change.
 */
export type NamedValue = { id: string; name: string; value: string }

type OAuthKind = 'oauth2ClientCredentials' | 'oauth2AuthorizationCode'

/** Shared by both OAuth kinds, so that common values are kept when the kind changes. */
export type OAuthDraft = {
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
  clientId: string
  clientSecret: string
  scope: string
  audience: string
  clientAuth: Record<OAuthKind, 'basic' | 'body'>
  extra: NamedValue[]
  expiredWhen: string
}

export type JwtDraft = {
  algorithm: JwtAlgorithm
  key: string
  keyId: string
  issuer: string
  subject: string
  audience: string
  /** Further claims. */
  claims: NamedValue[]
  tokenUrl: string
  scope: string
  lifetimeSeconds: number
  expiredWhen: string
}

type HmacAuth = Extract<AuthInput, { kind: 'hmac' }>
export type HmacDraft = Required<Omit<HmacAuth, 'kind'>>

/** The fields of every kind, so that switching kinds loses nothing. */
export type AuthDraft = {
  kind: AuthKind
  basic: { username: string; password: string }
  apiKey: { name: string; value: string; in: 'header' | 'query' }
  bearer: { token: string; header: string; prefix: string }
  headers: NamedValue[]
  oauth: OAuthDraft
  jwt: JwtDraft
  hmac: HmacDraft
}

let rows = 0
export function newNamedValue(): NamedValue {
  return { id: `row-${++rows}`, name: '', value: '' }
}

export function authDraftOf(auth: Auth): AuthDraft {
  return {
    kind: auth.kind,
    basic: auth.kind === 'basic' ? pick(auth, ['username', 'password']) : { username: '', password: '' },
    apiKey:
      auth.kind === 'apiKey' ? pick(auth, ['name', 'value', 'in']) : { name: 'X-API-Key', value: '', in: 'header' },
    bearer:
      auth.kind === 'bearer'
        ? pick(auth, ['token', 'header', 'prefix'])
        : { token: '', header: 'Authorization', prefix: 'Bearer' },
    headers:
      auth.kind === 'secretHeaders' && auth.headers.length > 0
        ? auth.headers.map((header) => ({ ...newNamedValue(), ...header }))
        : [newNamedValue()],
    oauth: oauthDraftOf(auth),
    jwt: jwtDraftOf(auth),
    hmac: hmacDraftOf(auth),
  }
}

/** A draft of one kind with known values; the others have their defaults or are empty. */
export function authDraftWith(values: { kind: AuthKind } & Partial<Record<string, unknown>>): AuthDraft {
  const blank = authOf({ ...authDraftOf({ kind: 'none' }), kind: values.kind })
  return authDraftOf({ ...blank, ...values } as Auth)
}

function oauthDraftOf(auth: Auth): OAuthDraft {
  const draft: OAuthDraft = {
    authorizeUrl: '',
    tokenUrl: '',
    revokeUrl: '',
    clientId: '',
    clientSecret: '',
    scope: '',
    audience: '',
    clientAuth: { oauth2ClientCredentials: 'basic', oauth2AuthorizationCode: 'body' },
    extra: [],
    expiredWhen: '',
  }
  if (auth.kind !== 'oauth2ClientCredentials' && auth.kind !== 'oauth2AuthorizationCode') return draft
  const common = pick(auth, ['tokenUrl', 'clientId'])
  const { clientSecret = '', scope = '', expiredWhen = '' } = auth
  const clientAuth = { ...draft.clientAuth, [auth.kind]: auth.clientAuth }
  const filled = { ...draft, ...common, clientSecret, scope, expiredWhen, clientAuth }
  if (auth.kind === 'oauth2AuthorizationCode')
    return { ...filled, authorizeUrl: auth.authorizeUrl, revokeUrl: auth.revokeUrl ?? '' }
  const extra = Object.entries(auth.extra ?? {}).map(([name, value]) => ({ ...newNamedValue(), name, value }))
  return { ...filled, audience: auth.audience ?? '', extra }
}

function jwtDraftOf(auth: Auth): JwtDraft {
  const draft: JwtDraft = {
    algorithm: 'RS256',
    key: '',
    keyId: '',
    issuer: '',
    subject: '',
    audience: '',
    claims: [],
    tokenUrl: '',
    scope: '',
    lifetimeSeconds: 300,
    expiredWhen: '',
  }
  if (auth.kind !== 'jwtBearer') return draft
  const { iss = '', sub = '', aud = '', ...others } = auth.claims
  const { keyId = '', tokenUrl = '', scope = '', expiredWhen = '' } = auth
  return {
    ...pick(auth, ['algorithm', 'key', 'lifetimeSeconds']),
    keyId,
    tokenUrl,
    scope,
    expiredWhen,
    issuer: iss,
    subject: sub,
    audience: aud,
    claims: Object.entries(others).map(([name, value]) => ({ ...newNamedValue(), name, value })),
  }
}

function hmacDraftOf(auth: Auth): HmacDraft {
  if (auth.kind === 'hmac') {
    const { kind: _, timestampHeader = '', ...rest } = auth
    return { ...rest, timestampHeader }
  }
  return {
    secret: '',
    algorithm: 'sha256',
    encoding: 'hex',
    header: 'X-Signature',
    prefix: '',
    template: '{{timestamp}}.{{body}}',
    timestampHeader: 'X-Timestamp',
    timestampUnit: 'seconds',
  }
}

export function authOf(draft: AuthDraft): AuthInput {
  switch (draft.kind) {
    case 'none':
      return { kind: 'none' }
    case 'basic':
      return { kind: 'basic', ...draft.basic }
    case 'apiKey':
      return { kind: 'apiKey', ...draft.apiKey, name: draft.apiKey.name.trim() }
    case 'bearer':
      return { kind: 'bearer', ...draft.bearer, header: draft.bearer.header.trim() || 'Authorization' }
    case 'secretHeaders':
      return {
        kind: 'secretHeaders',
        headers: filledHeaders(draft).map(({ name, value }) => ({ name: name.trim(), value })),
      }
    case 'oauth2ClientCredentials': {
      const { tokenUrl, clientId, clientSecret, clientAuth, scope, audience, extra, expiredWhen } = draft.oauth
      const fields = extra.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])
      return {
        kind: 'oauth2ClientCredentials',
        tokenUrl: tokenUrl.trim(),
        clientId: clientId.trim(),
        clientSecret,
        clientAuth: clientAuth.oauth2ClientCredentials,
        ...filled({ scope, audience, expiredWhen }),
        ...(fields.length > 0 && { extra: Object.fromEntries(fields) as Record<string, string> }),
      }
    }
    case 'oauth2AuthorizationCode': {
      const { authorizeUrl, tokenUrl, revokeUrl, clientId, clientSecret, clientAuth, scope, expiredWhen } = draft.oauth
      return {
        kind: 'oauth2AuthorizationCode',
        authorizeUrl: authorizeUrl.trim(),
        tokenUrl: tokenUrl.trim(),
        clientId: clientId.trim(),
        clientAuth: clientAuth.oauth2AuthorizationCode,
        ...(clientSecret !== '' && { clientSecret }),
        ...filled({ revokeUrl, scope, expiredWhen }),
      }
    }
    case 'jwtBearer': {
      const { algorithm, key, keyId, issuer, subject, audience, claims, tokenUrl, scope, ...rest } = draft.jwt
      const others = claims.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])
      return {
        kind: 'jwtBearer',
        algorithm,
        key,
        claims: {
          ...(Object.fromEntries(others) as Record<string, string>),
          ...filled({ iss: issuer, sub: subject, aud: audience }),
        },
        lifetimeSeconds: rest.lifetimeSeconds,
        ...filled({ keyId, tokenUrl, scope, expiredWhen: rest.expiredWhen }),
      }
    }
    case 'hmac': {
      const { timestampHeader, header, ...rest } = draft.hmac
      return { kind: 'hmac', ...rest, header: header.trim(), ...filled({ timestampHeader }) }
    }
  }
}

const fieldsOfKind: Record<AuthKind, readonly string[]> = {
  none: [],
  basic: ['username', 'password'],
  apiKey: ['name', 'value'],
  bearer: ['token', 'header', 'prefix'],
  secretHeaders: [],
  oauth2ClientCredentials: ['tokenUrl', 'clientId', 'clientSecret', 'scope', 'audience', 'expiredWhen'],
  oauth2AuthorizationCode: [
    'authorizeUrl',
    'tokenUrl',
    'clientId',
    'clientSecret',
    'scope',
    'revokeUrl',
    'expiredWhen',
  ],
  jwtBearer: ['key', 'issuer', 'subject', 'audience', 'tokenUrl', 'scope', 'keyId', 'lifetimeSeconds', 'expiredWhen'],
  hmac: ['secret', 'template', 'header', 'prefix', 'timestampHeader'],
}

/** The paths of findings that are shown beside a field. Other findings must be shown elsewhere. */
export function authPaths({ kind, headers }: AuthDraft): string[] {
  const rows = kind === 'secretHeaders' ? headers : []
  return [
    'auth.kind',
    ...fieldsOfKind[kind].map((name) => `auth.${name}`),
    ...rows.flatMap(({ name }, index) => [
      `auth.headers[${index}].name`,
      `auth.headers[${index}].value`,
      `auth.headers.${name.toLowerCase()}`,
    ]),
  ]
}

export type AuthFinding = 'missing' | 'usernameColon'

/** Missing values by the server's path, found without the server. */
export function checkAuthDraft(draft: AuthDraft): Record<string, AuthFinding> {
  const missing = (path: string, value: string): Record<string, AuthFinding> =>
    value.trim() === '' ? { [path]: 'missing' } : {}
  switch (draft.kind) {
    case 'none':
      return {}
    case 'basic':
      return {
        ...missing('auth.username', draft.basic.username),
        ...(draft.basic.username.includes(':') && { 'auth.username': 'usernameColon' as const }),
      }
    case 'apiKey':
      return { ...missing('auth.name', draft.apiKey.name), ...missing('auth.value', draft.apiKey.value) }
    case 'bearer':
      return missing('auth.token', draft.bearer.token)
    case 'secretHeaders': {
      const filled = filledHeaders(draft)
      const found = filled.flatMap(({ name, value }, index) => [
        missing(`auth.headers[${index}].name`, name),
        missing(`auth.headers[${index}].value`, value),
      ])
      return filled.length === 0 ? { 'auth.headers[0].name': 'missing' } : Object.assign({}, ...found)
    }
    case 'oauth2ClientCredentials': {
      const { tokenUrl, clientId, clientSecret } = draft.oauth
      return {
        ...missing('auth.tokenUrl', tokenUrl),
        ...missing('auth.clientId', clientId),
        ...missing('auth.clientSecret', clientSecret),
      }
    }
    case 'oauth2AuthorizationCode': {
      const { authorizeUrl, tokenUrl, clientId } = draft.oauth
      return {
        ...missing('auth.authorizeUrl', authorizeUrl),
        ...missing('auth.tokenUrl', tokenUrl),
        ...missing('auth.clientId', clientId),
      }
    }
    case 'jwtBearer':
      return missing('auth.key', draft.jwt.key)
    case 'hmac': {
      const { secret, header, template } = draft.hmac
      return {
        ...missing('auth.secret', secret),
        ...missing('auth.header', header),
        ...missing('auth.template', template),
      }
    }
  }
}

/** The rows with content. The form always shows at least one row. */
function filledHeaders({ headers }: AuthDraft): NamedValue[] {
  return headers.filter(({ name, value }) => name.trim() !== '' || value !== '')
}

/** Whether a person must consent in the other system before any call. */
export function needsConsent(kind: AuthKind): boolean {
  return kind === 'oauth2AuthorizationCode'
}

/** Leaves out empty values. */
function filled<T extends Record<string, string>>(texts: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  ) as Partial<T>
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>
}
