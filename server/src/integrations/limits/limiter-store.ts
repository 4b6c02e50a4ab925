import type { Database } from '../../kernel/db/database.ts'
import {
  type AskedLimiter,
  closeBreaker,
  databaseTime,
  failProbe,
  findLimiter,
  openBreaker,
  openCircuitUntil,
  releaseConcurrency,
  releaseProbe,
  type SqlTime,
  type StoredLimiter,
  takeCalls,
  type Taken,
} from './call-limiter.repository.ts'
import type { BreakerError } from './call-limiter.table.ts'

/** What one worker reads and writes of the limiters that all workers share. */
export type LimiterStore = {
  take(wanted: number, asked: readonly [AskedLimiter, ...AskedLimiter[]]): Promise<Taken>
  releaseConcurrency(limiterId: string): Promise<void>
  find(connectionId: string): Promise<StoredLimiter | undefined>
  /** Returns true when this call opened the breaker. */
  open(connectionId: string, error: BreakerError, waitsMs: readonly number[]): Promise<boolean>
  /** Returns true when this call closed the breaker. */
  close(connectionId: string): Promise<boolean>
  openFor(connectionId: string, forMs: number, error: BreakerError): Promise<void>
  failProbe(connectionId: string, error: BreakerError, waitsMs: readonly number[]): Promise<void>
  releaseProbe(connectionId: string): Promise<void>
}

/** `time` is for tests. */
export function createLimiterStore(db: Database, owner: string, time: SqlTime = databaseTime): LimiterStore {
  return {
    take: (wanted, asked) => takeCalls(db, { owner, wanted, asked }, time),
    releaseConcurrency: (limiterId) => releaseConcurrency(db, limiterId, owner),
    find: (connectionId) => findLimiter(db, connectionId, time),
    open: (connectionId, error, waitsMs) => openBreaker(db, connectionId, error, waitsMs, time),
    close: (connectionId) => closeBreaker(db, connectionId, time),
    openFor: (connectionId, forMs, error) => openCircuitUntil(db, connectionId, forMs, error, time),
    failProbe: (connectionId, error, waitsMs) => failProbe(db, connectionId, owner, error, waitsMs, time),
    releaseProbe: (connectionId) => releaseProbe(db, connectionId, owner),
  }
}
