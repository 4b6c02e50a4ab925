import { expect, test } from 'vitest'
import {
  afterFinding,
  type BreakerEvent,
  breakerPhase,
  type BreakerPhase,
  breakerTransitions,
} from './breaker-phase.ts'
import { initialLimiter, type LimiterState } from './call-limiter.ts'

const now = 1_000_000

const inPhase: Record<BreakerPhase, LimiterState> = {
  closed: initialLimiter,
  open: { ...initialLimiter, openedAt: now - 50, nextProbeAt: now + 50 },
  probing: { ...initialLimiter, openedAt: now - 50, nextProbeAt: now - 1, isProbed: true },
  quiet: { ...initialLimiter, openUntil: now + 500, rampFrom: now + 500 },
  ramping: { ...initialLimiter, rampFrom: now - 500 },
}
const phases = Object.keys(inPhase) as BreakerPhase[]
const events: BreakerEvent[] = ['opened', 'probeTaken', 'probeReleased', 'probeFailed', 'probeSucceeded', 'askedToWait']
const pairs = phases.flatMap((phase) => events.map((event) => [phase, event] as const))

test.each(phases)('breaker phase: a state is told to be %s', (phase) => {
  expect(breakerPhase(inPhase[phase], now)).toBe(phase)
})

test.each(pairs)('breaker phase: %s, then %s, is what the table says', (phase, type) => {
  const after = () => afterFinding(inPhase[phase], { type, until: now + 900 }, now)
  const next = breakerTransitions[phase][type]
  if (next === undefined) expect(after).toThrow(`breaker: the event "${type}" is illegal in the state "${phase}"`)
  else expect(breakerPhase(after(), now)).toBe(next)
})

test('breaker phase: time alone leads from quiet to ramping to closed', () => {
  const at = (ms: number) => breakerPhase(inPhase.quiet, now + ms)
  expect([at(499), at(500), at(8499), at(8500)]).toEqual(['quiet', 'ramping', 'ramping', 'closed'])
})

test('breaker phase: time alone never closes an open breaker', () => {
  expect(breakerPhase(inPhase.open, now + 86_400_000)).toBe('open')
  expect(breakerPhase(inPhase.probing, now + 86_400_000)).toBe('probing')
})

test('breaker phase: an open breaker keeps the longer quiet that the other side asked for', () => {
  const asked = afterFinding(inPhase.open, { type: 'askedToWait', until: now + 9000 }, now)
  expect(asked).toMatchObject({ openedAt: now - 50, openUntil: now + 9000 })
})
