import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'

/** Limits while they are edited: an empty field means no limit, or the default. */
export type LimitsDraft = {
  requestsPerSecond: number | ''
  requestsPerMinute: number | ''
  concurrency: number | ''
  failures: number | ''
  firstProbeSeconds: number | ''
  maxProbeSeconds: number | ''
}

export function limitsDraftOf({ breaker, ...limits }: ConnectionLimits): LimitsDraft {
  return {
    requestsPerSecond: limits.requestsPerSecond ?? '',
    requestsPerMinute: limits.requestsPerMinute ?? '',
    concurrency: limits.concurrency ?? '',
    failures: breaker?.failures ?? '',
    firstProbeSeconds: breaker?.firstProbeSeconds ?? '',
    maxProbeSeconds: breaker?.maxProbeSeconds ?? '',
  }
}

/** Limits without an input keep their stored values. */
export function limitsOf(draft: LimitsDraft, { burst }: ConnectionLimits): ConnectionLimits {
  const { requestsPerSecond, requestsPerMinute, concurrency, ...breaker } = draft
  const set = filled(breaker)
  return {
    ...filled({ requestsPerSecond, requestsPerMinute, concurrency }),
    ...(burst !== undefined && { burst }),
    ...(Object.keys(set).length > 0 && { breaker: set }),
  }
}

function filled<K extends string>(values: Record<K, number | ''>): Partial<Record<K, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<Record<K, number>>
}
