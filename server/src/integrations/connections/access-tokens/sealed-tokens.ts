import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { type Auth, tokenSourceOf } from '../auth/registry.ts'
import type { HeldTokens } from '../auth/token-source.ts'

const heldSchema = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() })

export function sealTokens(held: HeldTokens, secrets: Secrets): string {
  return secrets.seal(JSON.stringify(held))
}

export function openTokens(sealed: string, secrets: Secrets): HeldTokens {
  return heldSchema.parse(JSON.parse(secrets.open(sealed)))
}

/** Tells one set of credentials from another without saying anything about them: it lies in the database unsealed. */
export function tokenOwner(auth: Auth, secrets: Secrets): string {
  return digestOf(tokenSourceOf(auth)?.belongsTo(auth) ?? null, secrets)
}

/** Tells one authorization from another by everything in it, also what leaves the tokens as they are. */
export function authDigest(auth: Auth, secrets: Secrets): string {
  return digestOf(auth, secrets)
}

function digestOf(values: unknown, secrets: Secrets): string {
  return createHmac('sha256', secrets.derive('owner of tokens')).update(JSON.stringify(values)).digest('base64url')
}
