import type { Auth, AuthKindName, AuthOf } from './auth.ts'

/** The fields of a connection that say what its secrets may be used for, and what each of them is about. */
export const secretUseFields = {
  baseUrl: 'address',
  'auth.tokenUrl': 'address',
  'auth.authorizeUrl': 'address',
  'auth.revokeUrl': 'address',
  'auth.claims.aud': 'address',
  'auth.name': 'header',
  'auth.in': 'header',
  'auth.header': 'header',
  'auth.username': 'client',
  'auth.clientId': 'client',
  'auth.clientAuth': 'method',
  'auth.algorithm': 'method',
  'auth.kind': 'method',
} as const

export type SecretUseField = keyof typeof secretUseFields
export type SecretUseSubject = (typeof secretUseFields)[SecretUseField]
export type SecretUse = Partial<Record<SecretUseField, string>>

/**
 * What the secrets of each auth kind may be used for: the addresses they go to beside the base URL, the header they
 * stand in, whom they belong to, how they are sent. They are sealed for exactly this, so a change asks for them again.
 */
const usesOf: { [K in AuthKindName]: (auth: AuthOf<K>) => SecretUse } = {
  apiKey: ({ name, in: place }) => ({ 'auth.name': place === 'header' ? name.toLowerCase() : name, 'auth.in': place }),
  basic: ({ username }) => ({ 'auth.username': username }),
  bearer: ({ header }) => ({ 'auth.header': header.toLowerCase() }),
  hmac: ({ header, algorithm }) => ({ 'auth.header': header.toLowerCase(), 'auth.algorithm': algorithm }),
  jwtBearer: ({ tokenUrl, algorithm, claims }) => ({
    'auth.tokenUrl': tokenUrl,
    'auth.algorithm': algorithm,
    'auth.claims.aud': claims['aud'],
  }),
  none: () => ({}),
  oauth2AuthorizationCode: ({ authorizeUrl, tokenUrl, revokeUrl, clientId, clientAuth }) => ({
    'auth.authorizeUrl': authorizeUrl,
    'auth.tokenUrl': tokenUrl,
    'auth.revokeUrl': revokeUrl,
    'auth.clientId': clientId,
    'auth.clientAuth': clientAuth,
  }),
  oauth2ClientCredentials: ({ tokenUrl, clientId, clientAuth }) => ({
    'auth.tokenUrl': tokenUrl,
    'auth.clientId': clientId,
    'auth.clientAuth': clientAuth,
  }),
  // Each secret is named after its header, so another header has no stored secret.
  secretHeaders: () => ({}),
}

export type UsedConnection = { connector: string; baseUrl: string; auth: Auth }

/** Empty fields are left out. */
export function secretUse({ connector, baseUrl, auth }: UsedConnection): SecretUse {
  // `auth.kind` selects the function for this auth. The type system cannot follow this relation.
  const ofAuth = (usesOf[auth.kind] as (auth: Auth) => SecretUse)(auth)
  const filled = Object.entries(ofAuth).filter(([, value]) => value !== undefined && value !== '')
  return {
    // The path may change: whoever edits an action chooses paths of this origin anyway.
    baseUrl: connector === 'demo' ? 'demo' : originOf(baseUrl),
    'auth.kind': auth.kind,
    ...Object.fromEntries(filled),
  }
}

/** The fields in which the use of the secrets differs, in the order of `secretUseFields`. */
export function changedSecretUse(before: UsedConnection, after: UsedConnection): SecretUseField[] {
  const [from, to] = [secretUse(before), secretUse(after)]
  return (Object.keys(secretUseFields) as SecretUseField[]).filter((field) => from[field] !== to[field])
}

/** An address that is written another way counts as another one. */
function originOf(baseUrl: string): string {
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#\\]+)/i.exec(baseUrl) ?? []
  if (authority === '') return baseUrl
  const defaultPort = scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/
  return `${scheme}://${authority.replace(defaultPort, '')}`.toLowerCase()
}
