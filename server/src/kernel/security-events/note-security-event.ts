import { afterCommit } from '../db/transaction.ts'
import type { Deps } from '../deps.ts'
import type { Client } from '../http/requests/client-address.ts'
import type { SecurityDetails, SecurityEventKind, SecurityOutcome } from '@tabiji/shared/kernel/security-event-kinds.ts'
import type { SecurityActor } from './security-event.ts'

type Recording = Pick<Deps, 'db' | 'securityEvents'> & { afterCommit?: (() => void)[] }

/** The only way to note what concerns security. In a transaction it is noted when that commits. */
export function noteSecurityEvent(
  deps: Recording,
  kind: SecurityEventKind,
  outcome: SecurityOutcome,
  who: SecurityActor,
  from: Client | null | undefined,
  what: SecurityDetails = {},
): void {
  afterCommit(deps, () => deps.securityEvents.record({ kind, outcome, who, from: from ?? null, what }))
}
