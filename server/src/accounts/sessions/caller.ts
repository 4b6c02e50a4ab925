import { findApiKeyByHash, touchApiKey } from '../api-keys/api-key.repository.ts'
import { hashApiKey } from '../api-keys/api-key-secret.ts'
import type { Auth } from './auth.ts'
import type { Caller } from '../../kernel/actor.ts'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { isLocale, type Locale } from '@tabiji/shared/messages/locale.ts'
import { localeFromHeader } from '../../kernel/locale-from-header.ts'
import { findMembership } from '../members/member.repository.ts'

const touchEveryMs = 60_000

/** In place of Bearer, for callers behind a proxy that needs `Authorization` itself, and for senders that can set no other. */
export const apiTokenHeader = 'x-api-token'

/** An API key has priority over a session cookie. A wrong key is refused, never ignored. */
export async function resolveCaller(deps: Deps, auth: Auth, headers: Headers): Promise<Caller | null> {
  const token = headers.get(apiTokenHeader)
  if (token !== null) return callerOfApiKey(deps, token.trim())
  const authorization = headers.get('authorization')
  if (authorization !== null) return callerOfApiKey(deps, /^Bearer +(\S+) *$/i.exec(authorization)?.[1])
  return callerOfSession(deps, auth, headers)
}

export function localeOf(headers: Headers, caller: Caller | null): Locale {
  return caller?.user?.locale ?? localeFromHeader(headers.get('accept-language'))
}

async function callerOfApiKey(deps: Deps, key: string | undefined): Promise<Caller> {
  const found = key && (await findApiKeyByHash(deps.db, hashApiKey(key)))
  if (!found) throw new ServiceError('unauthenticated', { text: 'apiKeyUnknown' })
  const actor = { kind: 'apiKey' as const, id: found.id, name: found.name }
  if (found.revokedAt)
    throw new ServiceError('unauthenticated', {
      text: 'apiKeyRevoked',
      refused: { actor, workspaceId: found.workspaceId },
    })
  // Written once a minute at most, so that most requests need no extra write for "last used".
  const now = deps.clock.now()
  if (!found.lastUsedAt || now.getTime() - Date.parse(found.lastUsedAt) > touchEveryMs)
    await touchApiKey(deps.db, found.id, now)
  return {
    actor,
    user: null,
    membership: { workspaceId: found.workspaceId, role: found.role },
  }
}

async function callerOfSession(deps: Deps, auth: Auth, headers: Headers): Promise<Caller | null> {
  if (!headers.has('cookie')) return null
  const found = await auth.getSession(headers)
  if (!found) return null
  const { user, session } = found
  return {
    actor: { kind: 'user', id: user.id, name: user.name },
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      locale: isLocale(user.locale) ? user.locale : null,
      sessionId: session.id,
    },
    membership: await findMembership(deps.db, user.id, session.activeOrganizationId ?? null),
  }
}
