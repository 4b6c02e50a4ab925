import type { Deps } from '../deps.ts'
import {
  listStoredSecurityEvents,
  type SecurityEventFilter,
  type StoredSecurityEvent,
} from './security-event.repository.ts'

/** Of the whole installation, newest first. For the operator alone. */
export async function listAllSecurityEvents(
  deps: Pick<Deps, 'db'>,
  filter: Omit<SecurityEventFilter, 'workspaceId'>,
): Promise<StoredSecurityEvent[]> {
  return listStoredSecurityEvents(deps.db, { ...filter, workspaceId: null })
}
