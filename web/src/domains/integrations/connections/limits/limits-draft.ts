import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'

/** Limits as they are being typed: an empty field is no limit, or the usual value. */
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

/** What the form does not show stays as it was stored. */
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
