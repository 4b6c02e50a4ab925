import type { Database } from '../../kernel/db/database.ts'
import { deregisterWorker, updateHeartbeat } from './worker.repository.ts'

/** Says that the worker lives; the others take over from whoever falls silent. */
export function heartbeat(db: Database, workerId: string): Promise<void> {
  return updateHeartbeat(db, workerId)
}

/** A worker that ends in order leaves nothing behind to wait for. */
export function endHeartbeat(db: Database, workerId: string): Promise<void> {
  return deregisterWorker(db, workerId)
}
