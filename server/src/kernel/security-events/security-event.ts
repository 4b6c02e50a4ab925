import type { SecurityDetails, SecurityEventKind, SecurityOutcome } from '@tabiji/shared/kernel/security-event-kinds.ts'
import type { Actor } from '../actor.ts'
import type { Client } from '../http/requests/client-address.ts'

/** Whoever is known of the person or program behind a request. */
export type SecurityActor = {
  actor?: Actor | null
  /** The address that was typed to sign in, whether it exists or not. */
  account?: string | null
  workspaceId?: string | null
}

export type SecurityEvent = {
  kind: SecurityEventKind
  outcome: SecurityOutcome
  who: SecurityActor
  /** Null for what Tabiji did by itself. */
  from: Client | null
  what: SecurityDetails
}
