import type { Clock } from '../../clock.ts'

/** Beyond this many callers the oldest windows are forgotten, so that a flood of addresses takes no memory. */
const maxCallers = 10_000

/** At most `limit` requests of one caller in each window of time, in this process. */
export function createRateLimit(clock: Pick<Clock, 'now'>, { limit, windowMs }: { limit: number; windowMs: number }) {
  const windows = new Map<string, { endsAt: number; requests: number }>()
  /** False when this request is one too many. */
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
