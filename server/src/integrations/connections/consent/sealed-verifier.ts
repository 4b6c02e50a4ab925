import { createHash } from 'node:crypto'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { z } from 'zod'
import type { Env } from '../../../kernel/env.ts'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { purposeOf } from '../state/purpose-of.ts'
import { verifierPlace } from './authorization-request.repository.ts'
import { redirectUri } from './redirect-uri.ts'

const schema = z.object({ codeVerifier: z.string(), configuration: z.string() })
export type PendingVerifier = z.output<typeof schema>

export function sealVerifier(secrets: Secrets, state: string, pending: PendingVerifier): string {
  return secrets.seal(JSON.stringify(pending), verifierPlace(state))
}

/** Null for what an earlier version sealed: such a request is at most ten minutes old and is started again. */
export function openVerifier(secrets: Secrets, state: string, sealed: string): PendingVerifier | null {
  const opened = secrets.open(sealed, verifierPlace(state))
  return opened.startsWith('{') ? schema.parse(parseExactJson(opened)) : null
}

/** What a consent is asked for: addresses, client, scope and the address to come back to. */
export function configurationOf(connection: UsedConnection, config: Pick<Env, 'publicUrl'>): string {
  const { auth } = connection
  const scope = 'scope' in auth ? (auth.scope ?? '') : ''
  const text = JSON.stringify([purposeOf(connection), scope, redirectUri(config)])
  return createHash('sha256').update(text).digest('base64url')
}

/**
 * RFC 9207: whoever answers says who they are, and is one of the two servers that the connection names. An answer of
 * another server, which all share our redirect URI, would have its code sent to the wrong one.
 */
export function isIssuerOf(issuer: string, { authorizeUrl, tokenUrl }: Record<string, string | undefined>): boolean {
  const origin = URL.parse(issuer)?.origin
  return [authorizeUrl, tokenUrl].some((url) => url !== undefined && URL.parse(url)?.origin === origin)
}
