import { parseHttpDate } from '../../time/parse-http-date.ts'
import type { Instant } from '../../time/instant.ts'
import type { RetryPolicy } from '../action/external-action.ts'
import type { CalloutOutcome } from './callout-outcome.ts'
import { matchesStatus } from '../reply/judge-reply.ts'

/** The longest wait that is honoured. A service that asks for more is called again after this time. */
export const maxRetryAfterMs = 86_400_000

/**
 * The time of the next attempt after attempt number `attempt` (the first is 1); null = no retry. Waits double from
 * `backoffMs` up to `maxBackoffMs`. `chance` (0 to 1) shortens a wait by up to a half, so that calls that failed
 * together do not repeat together. A longer `Retry-After`, in seconds or as an HTTP date, takes precedence.
 */
export function nextAttemptAt(
  policy: RetryPolicy,
  attempt: number,
  outcome: CalloutOutcome,
  status: number | null,
  retryAfter: string | null,
  now: Instant,
  chance: number,
): Instant | null {
  if (attempt >= policy.maxAttempts || !isRetried(policy, outcome, status)) return null
  return now + retryWaitMs(policy, attempt, retryAfter, now, chance)
}

export function retryWaitMs(
  policy: Pick<RetryPolicy, 'backoffMs' | 'maxBackoffMs'>,
  attempt: number,
  retryAfter: string | null,
  now: Instant,
  chance: number,
): number {
  const backoff = Math.min(policy.maxBackoffMs, policy.backoffMs * 2 ** Math.min(attempt - 1, 40))
  const jittered = backoff - Math.round((backoff / 2) * Math.min(1, Math.max(0, chance)))
  const asked = Math.min(maxRetryAfterMs, retryAfterMs(retryAfter, now) ?? 0)
  return Math.max(jittered, asked)
}

export function isRetried(policy: RetryPolicy, outcome: CalloutOutcome, status: number | null): boolean {
  if (outcome === 'timeout' || outcome === 'network') return policy.retryOn.includes(outcome)
  if (outcome !== 'httpError' || status === null) return false
  return policy.retryOn.some((pattern) => /^\d/.test(pattern) && matchesStatus(pattern, status))
}

/** The delay of a `Retry-After` header; null when it is absent or unreadable. Shopify and others send a fraction of seconds. */
export function retryAfterMs(retryAfter: string | null, now: Instant): number | null {
  const text = retryAfter?.trim() ?? ''
  if (/^\d{1,12}(\.\d*)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const at = parseHttpDate(text)
  return at === null ? null : Math.max(0, at - now)
}
