import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { type SealedPlace, UnreadableSecretError } from '../../../kernel/secrets/sealed-place.ts'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { accessTokenSourceOf } from '../auth/registry.ts'
import type { TokenPair } from '../auth/access-token-source.ts'
import { purposeOf } from '../state/purpose-of.ts'

const tokensSchema = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() })

type TokenConnection = { id: string } & UsedConnection

/** The tokens may be used for what the secrets of their connection may be used for. */
export function sealAccessTokens(connection: TokenConnection, tokens: TokenPair, secrets: Secrets): string {
  return secrets.seal(JSON.stringify(tokens), placeOf(connection))
}

export function openAccessTokens(connection: TokenConnection, sealed: string, secrets: Secrets): TokenPair {
  return tokensSchema.parse(parseExactJson(secrets.open(sealed, placeOf(connection))))
}

/** Null for tokens that were issued for another use, which are as good as none. */
export function tryOpenAccessTokens(connection: TokenConnection, sealed: string, secrets: Secrets): TokenPair | null {
  try {
    return openAccessTokens(connection, sealed, secrets)
  } catch (error) {
    if (error instanceof UnreadableSecretError) return null
    throw error
  }
}

function placeOf(connection: TokenConnection): SealedPlace {
  return { column: 'access_tokens.sealed', row: connection.id, purpose: purposeOf(connection) }
}

const digestPurpose = 'owner of tokens'

/** Distinguishes sets of credentials without revealing them: the digest is stored unsealed. */
export function accessTokenOwner(auth: Auth, secrets: Secrets): string {
  return digestOf(ownedBy(auth), secrets.derive(digestPurpose))
}

/** Whether the digest is of these credentials, whichever key of the ring it was made with. */
export function isAccessTokenOwner(owner: string | null, auth: Auth, secrets: Secrets): boolean {
  return owner !== null && accessTokenOwners(auth, secrets).includes(owner)
}

/** The digest by each key of the ring. */
export function accessTokenOwners(auth: Auth, secrets: Secrets): string[] {
  return secrets.deriveAll(digestPurpose).map(({ value }) => digestOf(ownedBy(auth), value))
}

/** Distinguishes whole auths, including the fields that do not affect the tokens. */
export function authDigest(auth: Auth, secrets: Secrets): string {
  return digestOf(auth, secrets.derive(digestPurpose))
}

function ownedBy(auth: Auth): unknown {
  return accessTokenSourceOf(auth)?.belongsTo(auth) ?? null
}

function digestOf(values: unknown, key: string): string {
  return createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url')
}
