import type { Deps } from '../deps.ts'
import { deleteOldSecurityEvents } from './security-event.repository.ts'

const dayMs = 86_400_000

/** Refusals are many and each says little, so they are kept for a quarter of a year at most. */
const mostRefusedDays = 90

/** Removes up to `limit` events that are older than they are kept, and tells how many. */
export async function removeOldSecurityEvents(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  limit: number,
): Promise<number> {
  const days = deps.config.securityEventsDays
  const daysAgo = (count: number) => new Date(deps.clock.now().getTime() - count * dayMs)
  return deleteOldSecurityEvents(
    deps.db,
    { refused: daysAgo(Math.min(days, mostRefusedDays)), others: daysAgo(days) },
    limit,
  )
}
