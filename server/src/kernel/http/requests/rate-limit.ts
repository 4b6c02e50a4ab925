import type { Clock } from '../../clock.ts'

/** Above this number of callers the oldest windows are deleted, so that requests from many addresses cannot use up the memory. */
const maxCallers = 10_000

/** Allows at most `limit` requests of one caller in each time window, in this process. */
export function createRateLimit(clock: Pick<Clock, 'now'>, { limit, windowMs }: { limit: number; windowMs: number }) {
  const windows = new Map<string, { endsAt: number; requests: number }>()
  /** Returns false when this request exceeds the limit. */
  return (caller: string): boolean => {
    const now = clock.now().getTime()
    const window = windows.get(caller)
    if (window && window.endsAt > now) return ++window.requests <= limit
    windows.delete(caller)
    windows.set(caller, { endsAt: now + windowMs, requests: 1 })
    if (windows.size > maxCallers) windows.delete(windows.keys().next().value!)
    return true
  }
}
