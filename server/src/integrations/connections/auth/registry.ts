import type { Auth, AuthKindName, AuthOf } from '@tabiji/shared/auth/auth.ts'
import { mask } from '@tabiji/shared/auth/mask.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { type AuthKind, type Moment, type OutgoingRequest, readSecrets } from './define-auth-kind.ts'
import * as registered from './kinds.ts'
import type { AccessTokenSource } from './access-token-source.ts'

const kinds: { [K in AuthKindName]: AuthKind<AuthOf<K>> } = registered

function kindOf(auth: Auth): AuthKind<Auth> {
  // `auth.kind` selects the kind that this config belongs to. The type system cannot follow this relation.
  return kinds[auth.kind] as unknown as AuthKind<Auth>
}

export function maskAuth(auth: Auth): Auth {
  return kindOf(auth).replaceSecrets(auth, () => mask)
}

export function secretsOf(auth: Auth): Record<string, string> {
  return readSecrets(kindOf(auth), auth)
}

/**
 * The auth with its secrets in clear. A mask sent back unchanged keeps the stored secret; a name without a stored
 * secret keeps its mask.
 */
export function unmaskAuth(auth: Auth, secrets: Record<string, string>): Auth {
  return kindOf(auth).replaceSecrets(auth, (name, value) =>
    value === mask && Object.hasOwn(secrets, name) ? (secrets[name] ?? value) : value,
  )
}

/** Paths begin with `auth`. A remaining mask means that no secret is stored for it. */
export function checkAuth(auth: Auth): Issue[] {
  const kind = kindOf(auth)
  const findings = (kind.check?.(auth) ?? []).map((issue) => ({ ...issue, path: ['auth', ...(issue.path ?? [])] }))
  for (const [name, value] of Object.entries(readSecrets(kind, auth))) {
    if (value !== mask) continue
    findings.push({
      code: 'connection.secretMissing',
      severity: 'error',
      path: ['auth', ...name.split('.')],
      params: { name },
    })
  }
  return findings
}

export function applyAuth(request: OutgoingRequest, auth: Auth, moment: Moment): void {
  kindOf(auth).apply(request, auth, moment)
}

export function addressesOf(auth: Auth): Record<string, string | undefined> {
  return kindOf(auth).addresses?.(auth) ?? {}
}

/** Undefined for a kind without access tokens. */
export function accessTokenSourceOf(auth: Auth): AccessTokenSource<Auth> | undefined {
  return kindOf(auth).tokens
}

export function secretPlaces(auth: Auth): { headers: string[]; query: string[] } {
  return { headers: [], query: [], ...kindOf(auth).secretPlaces(auth) }
}
