import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { z } from 'zod'
import { type SealedPlace, UnreadableSecretError } from '../../../kernel/secrets/sealed-place.ts'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { maskAuth, secretsOf, unmaskAuth } from '../auth/registry.ts'
import type { StoredConnection } from '../connection.repository.ts'
import { purposeOf } from './purpose-of.ts'

const sealedSchema = z.record(z.string(), z.string())

type Sealed = Pick<StoredConnection, 'id' | 'connector' | 'baseUrl' | 'auth' | 'sealedSecrets'>

/** Splits an auth into the two stored parts: the masked auth and the sealed secrets. */
export function sealAuth(
  connection: { id: string } & UsedConnection,
  secrets: Secrets,
): { auth: Auth; sealedSecrets: string | null } {
  const { auth } = connection
  const values = secretsOf(auth)
  const hasSecrets = Object.keys(values).length > 0
  return {
    auth: maskAuth(auth),
    sealedSecrets: hasSecrets ? secrets.seal(JSON.stringify(values), placeOf(connection)) : null,
  }
}

/** Throws `UnreadableSecretError` where the stored values do not belong to this row and what it says. */
export function openAuth(stored: Sealed, secrets: Secrets): Auth {
  return unmaskAuth(stored.auth, openSecrets(stored, secrets))
}

/** Undefined where the stored values cannot be opened: somebody has to enter them again. */
export function tryOpenAuth(stored: Sealed, secrets: Secrets): Auth | undefined {
  try {
    return openAuth(stored, secrets)
  } catch (error) {
    if (error instanceof UnreadableSecretError) return undefined
    throw error
  }
}

export function openSecrets(stored: Sealed, secrets: Secrets): Record<string, string> {
  const { sealedSecrets } = stored
  return sealedSecrets === null ? {} : sealedSchema.parse(parseExactJson(secrets.open(sealedSecrets, placeOf(stored))))
}

function placeOf(connection: { id: string } & UsedConnection): SealedPlace {
  return { column: 'connections.secrets', row: connection.id, purpose: purposeOf(connection) }
}
