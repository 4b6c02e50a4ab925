import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retryPolicySchema } from '../action/external-action.ts'
import { calloutOutcomes, type CalloutOutcome } from './callout-outcome.ts'
import { maxRetryAfterMs, nextAttemptAt } from './retry-policy.ts'

const policy = retryPolicySchema.parse({ maxAttempts: 5, backoffMs: 1000, maxBackoffMs: 5000 })
const now = Date.UTC(2026, 10, 22)
const waitAfter = (
  attempt: number,
  outcome: CalloutOutcome,
  status: number | null,
  retryAfter: string | null = null,
  chance = 0,
) => {
  const at = nextAttemptAt(policy, attempt, outcome, status, retryAfter, now, chance)
  return at === null ? null : at - now
}

describe('nextAttemptAt', () => {
  test('doubles the wait up to the most', () => {
    expect([1, 2, 3, 4].map((attempt) => waitAfter(attempt, 'timeout', null))).toEqual([1000, 2000, 4000, 5000])
  })

  test('gives up after the last attempt', () => {
    expect(waitAfter(5, 'timeout', null)).toBeNull()
    expect(waitAfter(6, 'timeout', null)).toBeNull()
  })

  test('chance takes away up to a half', () => {
    expect(waitAfter(1, 'network', null, null, 0.5)).toBe(750)
    expect(waitAfter(1, 'network', null, null, 1)).toBe(500)
  })

  test.each<[CalloutOutcome, number | null, boolean]>([
    ['timeout', null, true],
    ['network', null, true],
    ['httpError', 429, true],
    ['httpError', 500, true],
    ['httpError', 503, true],
    ['httpError', 400, false],
    ['httpError', 404, false],
    ['httpError', null, false],
    ['succeeded', 200, false],
    ['succeeded', 500, false],
    ['mappingError', null, false],
    ['blocked', null, false],
    ['replyTooLarge', 200, false],
  ])('%s with status %j is tried again: %j', (outcome, status, expected) => {
    expect(waitAfter(1, outcome, status) !== null).toBe(expected)
  })

  test.each<[string, number]>([
    ['30', 30_000],
    [' 30 ', 30_000],
    ['0', 1000],
    ['Sun, 22 Nov 2026 00:01:00 GMT', 60_000],
    ['Sun, 22 Nov 2020 00:01:00 GMT', 1000],
    ['999999999', maxRetryAfterMs],
    ['Fri, 31 Dec 2100 00:00:00 GMT', maxRetryAfterMs],
    ['-5', 1000],
    ['1.5', 1500],
    ['3.0', 3000],
    ['30.', 30_000],
    ['0.0001', 1000],
    ['1.5.1', 1000],
    ['soon', 1000],
    ['', 1000],
  ])('Retry-After %j waits %d ms', (retryAfter, expected) => {
    expect(waitAfter(1, 'httpError', 429, retryAfter)).toBe(expected)
  })

  test('is in the future and bounded, whatever is asked', () => {
    const outcomes = fc.constantFrom(...calloutOutcomes)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        outcomes,
        fc.integer({ min: 100, max: 599 }),
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, outcome, status, retryAfter, chance) => {
          const wait = waitAfter(attempt, outcome, status, retryAfter, chance)
          if (wait === null) return
          expect(wait).toBeGreaterThanOrEqual(500)
          expect(wait).toBeLessThanOrEqual(maxRetryAfterMs)
        },
      ),
    )
  })
})
