import { hasLimit } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { type CallLimiter, type LimiterPorts, WorkerCallLimiter } from './call-limiter.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { createDatabaseClock } from './database-clock.ts'
import { createLimiterStore } from './limiter-store.ts'
import { LocalQuota } from './local-quota.ts'
import type { LimiterKey, SqlTime } from './call-limiter.repository.ts'
import { recordBreakerChange } from './record-breaker-change.ts'

export type CallLimiters = {
  /** The limiter for a version of an external action. It has the limits of that version; its rows are shared by all versions. */
  of(target: CalloutTarget): CallLimiter
  stop(): Promise<void>
}

type Limiters = { breaker: CircuitBreaker; quota: LocalQuota; calls: CallLimiter; byVersion: Map<string, CallLimiter> }

/**
 * The limiters of all connections and actions that one worker calls; each is created at its first use. `sqlTime` is for tests.
 */
export function createCallLimiters(deps: Deps & { db: Database }, owner: string, sqlTime?: SqlTime): CallLimiters {
  const { clock, log } = deps
  const time = createDatabaseClock(clock)
  const store = createLimiterStore(deps.db, owner, sqlTime)
  const ports: LimiterPorts = { clock, time, takeCalls: store.take }
  const connections = new Map<string, Limiters>()
  const quotas = new Map<string, LocalQuota>()

  const quotaOf = (key: LimiterKey): LocalQuota => {
    const cached = quotas.get(key.id)
    if (cached) return cached
    const quota = new LocalQuota(key, clock, () =>
      store
        .releaseConcurrency(key.id)
        .catch((error: unknown) =>
          log.warn({ err: error, limiter: key }, 'idle places of a limiter could not be given back'),
        ),
    )
    quotas.set(key.id, quota)
    return quota
  }
  const limitersOf = (workspaceId: string, connectionId: string): Limiters => {
    const cached = connections.get(connectionId)
    if (cached) return cached
    const breaker = new CircuitBreaker(connectionId, {
      clock,
      log,
      time,
      store,
      onOpened: (error) => recordBreakerChange(deps, { workspaceId, connectionId, change: 'opened', error }),
      onClosed: () => recordBreakerChange(deps, { workspaceId, connectionId, change: 'closed', error: null }),
    })
    const quota = quotaOf({ kind: 'connection', id: connectionId })
    const calls = new WorkerCallLimiter(ports, { breaker, quota }, null)
    const made = { breaker, quota, calls, byVersion: new Map() }
    connections.set(connectionId, made)
    return made
  }
  return {
    of({ connection, action: { limits }, externalActionId, version }) {
      const cached = limitersOf(connection.workspaceId, connection.id)
      cached.breaker.follow(connection)
      if (externalActionId === null || !hasLimit(limits)) return cached.calls
      const key = `${externalActionId}/${version}`
      let calls = cached.byVersion.get(key)
      if (!calls) {
        calls = new WorkerCallLimiter(ports, cached, {
          limits,
          quota: quotaOf({ kind: 'externalAction', id: externalActionId }),
        })
        cached.byVersion.set(key, calls)
      }
      return calls
    },
    async stop() {
      await Promise.allSettled([...connections.values()].map(({ breaker }) => breaker.written()))
      await Promise.allSettled([...quotas.values()].map((quota) => quota.stop()))
    },
  }
}
