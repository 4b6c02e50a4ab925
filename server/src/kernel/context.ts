import { type Actor, hasRole, type Role } from './actor.ts'
import type { Client } from './http/requests/client-address.ts'
import type { Deps } from './deps.ts'
import { ServiceError } from './errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { AuditLedger } from './operations/audit-declaration.ts'

export type Ctx = Deps & {
  workspaceId: string
  actor: Actor
  role: Role
  locale: Locale
  /** The session of a browser user; absent for API keys and the system. */
  sessionId?: string
  /** Where the request came from; absent for the system. */
  client?: Client
  /** Of the mutation under way; see `defineOperation`. */
  auditLedger?: AuditLedger | undefined
}

export function requireRole(ctx: { role: Role }, required: Role): void {
  if (!hasRole(ctx.role, required)) throw new ServiceError('forbidden', { params: { role: ctx.role, required } })
}

/** The worker and the command line act as the system, for one workspace at a time. */
export function systemCtx(deps: Deps, workspaceId: string, name = 'Tabiji'): Ctx {
  return {
    ...deps,
    workspaceId,
    actor: { kind: 'system', id: null, name },
    role: 'owner',
    locale: 'en',
    // What the system does while somebody's operation runs is not what that operation declared.
    auditLedger: undefined,
  }
}
