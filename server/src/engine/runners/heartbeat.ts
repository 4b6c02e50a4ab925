import type { Database } from '../../kernel/db/database.ts'
import { deregisterWorker, updateHeartbeat } from './worker.repository.ts'

/** Records that the worker lives. Other workers take over the work of a worker without a heartbeat. */
export function heartbeat(db: Database, workerId: string): Promise<void> {
  return updateHeartbeat(db, workerId)
}

/** Removes the heartbeat of a worker that stops normally, so that no worker waits for it to expire. */
export function endHeartbeat(db: Database, workerId: string): Promise<void> {
  return deregisterWorker(db, workerId)
}
