import { touchConnectionSuccess } from '../../connections/connection.repository.ts'
import type { Deps } from '../../../kernel/deps.ts'

const everyMs = 30_000
const mostRemembered = 10_000
const recordedAt = new WeakMap<object, Map<string, number>>()

/** Keeps "last success" of a connection, with two writes a minute from each process however many calls it makes. */
export async function recordConnectionSuccess(deps: Pick<Deps, 'db' | 'clock' | 'log'>, id: string): Promise<void> {
  // A connection that is tried before it is saved has no row yet.
  if (id === '') return
  const recorded = recordedAt.get(deps.db) ?? new Map<string, number>()
  recordedAt.set(deps.db, recorded)
  const now = performance.now()
  if (now - (recorded.get(id) ?? -Infinity) < everyMs) return
  if (recorded.size >= mostRemembered) recorded.clear()
  recorded.set(id, now)
  try {
    await touchConnectionSuccess(deps.db, id, deps.clock.now())
  } catch (error) {
    // The callout itself went well; not knowing when is no reason to call again.
    deps.log.warn({ err: error, connectionId: id }, 'the last success of a connection could not be noted')
  }
}
