import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { mask } from '@tabiji/shared/auth/mask.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { SignJWT } from 'jose'
import { byAccessToken, checkExpiredWhen, filledFields } from './oauth-fields.ts'
import { defineAuthKind } from './define-auth-kind.ts'
import { readSigningKey } from './read-signing-key.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

type Config = AuthOf<'jwtBearer'>

/** RFC 7523 §2.1: an assertion signed with our key. The other system knows the public key. */
export const jwtBearer = defineAuthKind<Config>({
  replaceSecrets: (config, by) => ({ ...config, key: by('key', config.key) }),
  check: ({ algorithm, key, expiredWhen }) => [...checkKey(algorithm, key), ...checkExpiredWhen(expiredWhen)],
  ...byAccessToken,
  addresses: ({ tokenUrl }) => ({ tokenUrl }),
  tokens: {
    belongsTo: ({ expiredWhen: _, ...config }) => config,
    async request(config, _tokens, now) {
      const assertion = await sign(config, now)
      const { tokenUrl, scope, lifetimeSeconds } = config
      return tokenUrl === undefined
        ? { made: { accessToken: assertion, refreshToken: null, expiresInMs: lifetimeSeconds * 1000 } }
        : { url: tokenUrl, fields: { ...filledFields({ scope }), grant_type: grantType, assertion } }
    },
    revocations: () => [],
    expiredWhen: (config) => config.expiredWhen,
  },
})

function checkKey(algorithm: Config['algorithm'], key: string): Issue[] {
  // `checkAuth` reports a mask.
  if (key === mask || readSigningKey(algorithm, key) !== null) return []
  return [{ code: 'connection.keyInvalid', severity: 'error', path: ['key'], params: { algorithm } }]
}

function sign({ algorithm, key, keyId, claims, lifetimeSeconds }: Config, now: Date): Promise<string> {
  const signingKey = readSigningKey(algorithm, key)
  if (!signingKey) throw new Error('a key that was checked when it was saved cannot be read')
  const issuedAt = Math.floor(now.getTime() / 1000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId && { kid: keyId }) })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .setJti(crypto.randomUUID())
    .sign(signingKey)
}
