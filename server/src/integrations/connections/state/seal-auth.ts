import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { z } from 'zod'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { maskAuth, secretsOf, unmaskAuth } from '../auth/registry.ts'

const sealedSchema = z.record(z.string(), z.string())

/** Splits an auth into the two stored parts: the masked auth and the sealed secrets. */
export function sealAuth(auth: Auth, secrets: Secrets): { auth: Auth; sealedSecrets: string | null } {
  const values = secretsOf(auth)
  const hasSecrets = Object.keys(values).length > 0
  return { auth: maskAuth(auth), sealedSecrets: hasSecrets ? secrets.seal(JSON.stringify(values)) : null }
}

export function openAuth(stored: { auth: Auth; sealedSecrets: string | null }, secrets: Secrets): Auth {
  return unmaskAuth(stored.auth, openSecrets(stored.sealedSecrets, secrets))
}

export function openSecrets(sealed: string | null, secrets: Secrets): Record<string, string> {
  return sealed === null ? {} : sealedSchema.parse(parseExactJson(secrets.open(sealed)))
}
