import type { Deps } from '../deps.ts'
import { deleteExpiredLimits } from './request-limit.repository.ts'

/** Removes up to `limit` rows that count for nothing any more, and tells how many. */
export async function removeExpiredLimits(deps: Pick<Deps, 'db' | 'clock'>, limit: number): Promise<number> {
  return deleteExpiredLimits(deps.db, deps.clock.now(), limit)
}
