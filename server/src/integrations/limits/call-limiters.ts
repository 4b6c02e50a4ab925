import { hasLimit } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { type CallLimiter, createCallLimiter } from './call-limiter.ts'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'
import { createDatabaseClock } from './database-clock.ts'
import { createLocalQuota, type LocalQuota } from './local-quota.ts'
import type { LimiterKey } from './call-limiter.repository.ts'
import { recordBreakerChange } from './record-breaker-change.ts'

export type CallLimiters = {
  /** Of a version of an external action: its limits, at the limiter that all its versions have in common. */
  of(target: CalloutTarget): CallLimiter
  stop(): Promise<void>
}

type Limiters = { breaker: CircuitBreaker; quota: LocalQuota; calls: CallLimiter; byVersion: Map<string, CallLimiter> }

/** The limiters of everything that one worker calls; made when first needed. */
export function createCallLimiters(deps: Deps & { db: Database }, owner: string): CallLimiters {
  const time = createDatabaseClock(deps.clock)
  const common = { db: deps.db, clock: deps.clock, time, owner }
  const connections = new Map<string, Limiters>()
  const quotas = new Map<string, LocalQuota>()

  const quotaOf = (key: LimiterKey): LocalQuota => {
    const quota = quotas.get(key.id) ?? createLocalQuota(deps, key, owner)
    quotas.set(key.id, quota)
    return quota
  }
  const limitersOf = (workspaceId: string, connectionId: string): Limiters => {
    const cached = connections.get(connectionId)
    if (cached) return cached
    const breaker = createCircuitBreaker(deps, connectionId, owner, time, {
      onOpened: (error) => recordBreakerChange(deps, { workspaceId, connectionId, change: 'opened', error }),
      onClosed: () => recordBreakerChange(deps, { workspaceId, connectionId, change: 'closed', error: null }),
    })
    const quota = quotaOf({ kind: 'connection', id: connectionId })
    const made = { breaker, quota, calls: createCallLimiter(common, { breaker, quota }, null), byVersion: new Map() }
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
        calls = createCallLimiter(common, cached, {
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
