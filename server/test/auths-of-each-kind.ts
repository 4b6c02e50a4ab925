import type { Auth, AuthKindName, AuthOf } from '@tabiji/shared/auth/auth.ts'

/** One auth of each kind with all its fields. Each secret begins with the marker and tells its place. */
export function authsOfEachKind(
  marker: string,
  addresses: { tokenUrl: string; authorizeUrl: string; revokeUrl?: string; clientId?: string; clientSecret?: string },
): { [K in AuthKindName]: AuthOf<K> } {
  const { tokenUrl, authorizeUrl, revokeUrl, clientId = 'client-1', clientSecret = `${marker}-client` } = addresses
  return {
    apiKey: { kind: 'apiKey', name: 'X-Key', value: `${marker}-key`, in: 'header' },
    basic: { kind: 'basic', username: 'tabiji', password: `${marker}-password` },
    bearer: { kind: 'bearer', token: `${marker}-token`, header: 'Authorization', prefix: 'Bearer' },
    hmac: {
      kind: 'hmac',
      secret: `${marker}-hmac`,
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'X-Signature',
      prefix: '',
      template: '{{timestamp}}.{{body}}',
      timestampUnit: 'seconds',
    },
    jwtBearer: {
      kind: 'jwtBearer',
      algorithm: 'HS256',
      key: `${marker}-shared-key-of-a-jwt`,
      claims: { iss: 'tabiji', aud: 'https://login.example.com' },
      lifetimeSeconds: 300,
      tokenUrl,
    },
    none: { kind: 'none' },
    oauth2AuthorizationCode: {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl,
      tokenUrl,
      ...(revokeUrl !== undefined && { revokeUrl }),
      clientId,
      clientSecret,
      clientAuth: 'body',
      pkce: true,
    },
    oauth2ClientCredentials: {
      kind: 'oauth2ClientCredentials',
      tokenUrl,
      clientId,
      clientSecret,
      clientAuth: 'basic',
    },
    secretHeaders: {
      kind: 'secretHeaders',
      headers: [
        { name: 'X-Secret-A', value: `${marker}-header-a` },
        { name: 'X-Secret-B', value: `${marker}-header-b` },
      ],
    },
  }
}

export function authOfKind(auths: ReturnType<typeof authsOfEachKind>, kind: AuthKindName): Auth {
  return auths[kind]
}
