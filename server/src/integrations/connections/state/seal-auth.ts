import { z } from 'zod'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { type Auth, maskAuth, secretsOf, unmaskAuth } from '../auth/registry.ts'

const sealedSchema = z.record(z.string(), z.string())

/** The two halves of an auth as they are stored: one that may be shown, one that may not. */
export function sealAuth(auth: Auth, secrets: Secrets): { auth: Auth; sealedSecrets: string | null } {
  const values = secretsOf(auth)
  const hasSecrets = Object.keys(values).length > 0
  return { auth: maskAuth(auth), sealedSecrets: hasSecrets ? secrets.seal(JSON.stringify(values)) : null }
}

export function openAuth(stored: { auth: Auth; sealedSecrets: string | null }, secrets: Secrets): Auth {
  return unmaskAuth(stored.auth, openSecrets(stored.sealedSecrets, secrets))
}

export function openSecrets(sealed: string | null, secrets: Secrets): Record<string, string> {
  return sealed === null ? {} : sealedSchema.parse(JSON.parse(secrets.open(sealed)))
}
