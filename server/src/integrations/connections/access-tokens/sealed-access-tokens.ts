import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { accessTokenSourceOf } from '../auth/registry.ts'
import type { TokenPair } from '../auth/access-token-source.ts'

const tokensSchema = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() })

export function sealAccessTokens(tokens: TokenPair, secrets: Secrets): string {
  return secrets.seal(JSON.stringify(tokens))
}

export function openAccessTokens(sealed: string, secrets: Secrets): TokenPair {
  return tokensSchema.parse(parseExactJson(secrets.open(sealed)))
}

/** Distinguishes sets of credentials without revealing them: the digest is stored unsealed. */
export function accessTokenOwner(auth: Auth, secrets: Secrets): string {
  return digestOf(accessTokenSourceOf(auth)?.belongsTo(auth) ?? null, secrets)
}

/** Distinguishes whole auths, including the fields that do not affect the tokens. */
export function authDigest(auth: Auth, secrets: Secrets): string {
  return digestOf(auth, secrets)
}

function digestOf(values: unknown, secrets: Secrets): string {
  return createHmac('sha256', secrets.derive('owner of tokens')).update(JSON.stringify(values)).digest('base64url')
}
