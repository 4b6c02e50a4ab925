import { z } from 'zod'
import type { ErrorPolicy } from './error-policy.ts'
import { durationSchema, durationToMilliseconds } from '../time/duration.ts'
import type { Instant } from '../time/instant.ts'
import type { RetryPolicy } from '../http-call/action/external-action.ts'
import type { CalloutOutcome } from '../http-call/failures/callout-outcome.ts'
import { nextAttemptAt, retryWaitMs } from '../http-call/failures/retry-policy.ts'
import { matchesStatus } from '../http-call/reply/judge-reply.ts'

const policies = ['continue', 'drop', 'park', 'outlet'] as const

/** What to do about some failures of one step. Rules take precedence over the step's error policy. */
export const errorRuleSchema = z.object({
  /** `404`, `5xx`, `timeout`, `network`, or `mapping`: a value is missing in the request, which is then not sent, or in the reply. */
  on: z
    .array(z.string().regex(/^([1-5]xx|[1-5]\d\d|timeout|network|mapping)$/))
    .min(1)
    .max(50),
  policy: z.enum(['retry', ...policies]),
  /** For `retry`: counted from the first attempt. Then `afterwards` applies. */
  retryFor: durationSchema.default({ amount: 24, unit: 'hours' }),
  afterwards: z.enum(policies).default('park'),
})
export type ErrorRule = z.infer<typeof errorRuleSchema>

/** The first rule that matches this failure. */
export function ruleFor(
  rules: readonly ErrorRule[],
  outcome: CalloutOutcome,
  status: number | null,
): ErrorRule | undefined {
  const names = (pattern: string) => {
    if (outcome === 'timeout' || outcome === 'network') return pattern === outcome
    if (outcome === 'mappingError' || outcome === 'replyUnusable') return pattern === 'mapping'
    return outcome === 'httpError' && status !== null && /^\d/.test(pattern) && matchesStatus(pattern, status)
  }
  return rules.find(({ on }) => on.some(names))
}

export type Decision = { retryAt: Instant } | { retryAt: null; policy: ErrorPolicy | null }

/**
 * The decision about a failed attempt: a retry at an instant, or a policy; null means the step's own policy. A retry
 * rule limits time instead of attempts and uses the waits of the action's retry policy.
 */
export function decideFailure(
  policies: { rules: readonly ErrorRule[]; retry: RetryPolicy; firstAt: Instant; attempt: number },
  failure: { outcome: CalloutOutcome; status: number | null; retryAfter: string | null },
  now: Instant,
  chance: number,
): Decision {
  const { outcome, status, retryAfter } = failure
  const rule = ruleFor(policies.rules, outcome, status)
  if (!rule) {
    const retryAt = nextAttemptAt(policies.retry, policies.attempt, outcome, status, retryAfter, now, chance)
    return retryAt === null ? { retryAt, policy: null } : { retryAt }
  }
  if (rule.policy !== 'retry') return { retryAt: null, policy: rule.policy }
  const retryAt = now + retryWaitMs(policies.retry, policies.attempt, retryAfter, now, chance)
  if (retryAt > policies.firstAt + durationToMilliseconds(rule.retryFor))
    return { retryAt: null, policy: rule.afterwards }
  return { retryAt }
}

/** Whether some rule leads to the node's `failed` outlet. Also called with incomplete rules. */
export function usesOutlet(rules: unknown): boolean {
  if (!Array.isArray(rules)) return false
  return (rules as (Partial<ErrorRule> | null | undefined)[]).some(
    (rule) => rule?.policy === 'outlet' || (rule?.policy === 'retry' && rule.afterwards === 'outlet'),
  )
}
