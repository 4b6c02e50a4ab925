import { LRUCache } from 'lru-cache'
import { touchConnectionSuccess } from '../../connections/connection.repository.ts'
import type { Deps } from '../../../kernel/deps.ts'

const everyMs = 30_000

/** By connection, when its last success was written, on the monotonic clock. */
export type RecordedSuccesses = LRUCache<string, number>

declare module '../../../kernel/deps.ts' {
  interface Deps {
    recordedSuccesses: RecordedSuccesses
  }
}

export function createRecordedSuccesses(): RecordedSuccesses {
  return new LRUCache({ max: 10_000 })
}

/** Stores the last success of a connection. Each process writes at most twice a minute, however many calls it makes. */
export async function recordConnectionSuccess(
  deps: Pick<Deps, 'db' | 'clock' | 'log' | 'recordedSuccesses'>,
  id: string,
): Promise<void> {
  // A connection that is tested before it is saved has no row.
  if (id === '') return
  const now = deps.clock.monotonic()
  if (now - (deps.recordedSuccesses.get(id) ?? -Infinity) < everyMs) return
  deps.recordedSuccesses.set(id, now)
  try {
    await touchConnectionSuccess(deps.db, id, deps.clock.now())
  } catch (error) {
    // The callout succeeded. A failed write of its time must not make the call repeat.
    deps.log.warn({ err: error, connectionId: id }, 'the last success of a connection could not be noted')
  }
}
