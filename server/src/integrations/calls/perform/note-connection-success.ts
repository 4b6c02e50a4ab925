import { touchConnectionSuccess } from '../../connections/connection.repository.ts'
import type { Deps } from '../../../kernel/deps.ts'

const everyMs = 30_000
const mostRemembered = 10_000
const notedAt = new WeakMap<object, Map<string, number>>()

/** Keeps "last success" of a connection, with two writes a minute from each process however many calls it makes. */
export async function noteConnectionSuccess(deps: Pick<Deps, 'db' | 'clock' | 'log'>, id: string): Promise<void> {
  // A connection that is tried before it is saved has no row yet.
  if (id === '') return
  const noted = notedAt.get(deps.db) ?? new Map<string, number>()
  notedAt.set(deps.db, noted)
  const now = performance.now()
  if (now - (noted.get(id) ?? -Infinity) < everyMs) return
  if (noted.size >= mostRemembered) noted.clear()
  noted.set(id, now)
  try {
    await touchConnectionSuccess(deps.db, id, deps.clock.now())
  } catch (error) {
    // The callout itself went well; not knowing when is no reason to call again.
    deps.log.warn({ err: error, connectionId: id }, 'the last success of a connection could not be noted')
  }
}
