import { describe, expect, it } from 'vitest'
import { decideFailure, errorRuleSchema, ruleFor, usesOutlet } from './error-rule.ts'
import { retryPolicySchema } from '../http-call/action/external-action.ts'

const retry = retryPolicySchema.parse({ maxAttempts: 2, backoffMs: 1000, maxBackoffMs: 60_000 })
const rule = (input: object) => errorRuleSchema.parse(input)
const rules = [
  rule({ on: ['404'], policy: 'outlet' }),
  rule({ on: ['429', '5xx'], policy: 'retry', retryFor: { amount: 1, unit: 'hours' }, afterwards: 'drop' }),
  rule({ on: ['4xx', 'mapping'], policy: 'continue' }),
]
const hour = 3_600_000
const decide = (status: number | null, attempt: number, now: number, outcome: 'httpError' | 'timeout' = 'httpError') =>
  decideFailure({ rules, retry, firstAt: 0, attempt }, { outcome, status, retryAfter: null }, now, 0)

describe('the rules for single failures', () => {
  it('are tried in order, and the first that fits decides', () => {
    expect(ruleFor(rules, 'httpError', 404)?.policy).toBe('outlet')
    expect(ruleFor(rules, 'httpError', 400)?.policy).toBe('continue')
    expect(ruleFor(rules, 'mappingError', null)?.policy).toBe('continue')
    expect(ruleFor(rules, 'timeout', null)).toBeUndefined()
    expect(ruleFor(rules, 'httpError', null)).toBeUndefined()
  })

  it('that retry count time instead of attempts, and then say what comes', () => {
    expect(decide(503, 9, hour - 300_000)).toEqual({ retryAt: hour - 300_000 + 60_000 })
    expect(decide(503, 9, hour - 10_000)).toEqual({ retryAt: null, policy: 'drop' })
  })

  it('leave everything else to the retry policy and the step', () => {
    expect(decide(null, 1, 0, 'timeout')).toEqual({ retryAt: 1000 })
    expect(decide(null, 2, 0, 'timeout')).toEqual({ retryAt: null, policy: null })
    expect(decide(404, 1, 0)).toEqual({ retryAt: null, policy: 'outlet' })
  })

  it('need the outlet that they lead to', () => {
    expect(usesOutlet(rules)).toBe(true)
    expect(usesOutlet([rule({ on: ['5xx'], policy: 'retry', afterwards: 'outlet' })])).toBe(true)
    expect(usesOutlet([rule({ on: ['404'], policy: 'drop' })])).toBe(false)
    expect(usesOutlet([null, { policy: 3 }])).toBe(false)
  })
})
