import { touchConnectionSuccess } from '../../connections/connection.repository.ts'
import type { Deps } from '../../../kernel/deps.ts'

const everyMs = 30_000
const mostRemembered = 10_000
const recordedAt = new WeakMap<object, Map<string, number>>()

/** Stores the last success of a connection. Each process writes at most twice a minute, however many calls it makes. */
export async function recordConnectionSuccess(deps: Pick<Deps, 'db' | 'clock' | 'log'>, id: string): Promise<void> {
  // A connection that is tested before it is saved has no row.
  if (id === '') return
  const recorded = recordedAt.get(deps.db) ?? new Map<string, number>()
  recordedAt.set(deps.db, recorded)
  const now = deps.clock.monotonic()
  if (now - (recorded.get(id) ?? -Infinity) < everyMs) return
  if (recorded.size >= mostRemembered) recorded.clear()
  recorded.set(id, now)
  try {
    await touchConnectionSuccess(deps.db, id, deps.clock.now())
  } catch (error) {
    // The callout succeeded. A failed write of its time must not make the call repeat.
    deps.log.warn({ err: error, connectionId: id }, 'the last success of a connection could not be noted')
  }
}
