import { expect, test } from 'vitest'
import { initialLimiter } from '@tabiji/shared/http-call/limits/call-limiter.ts'
import { ManualClock } from '../../../test/manual-clock.ts'
import type { StoredLimiter } from './call-limiter.repository.ts'
import { CircuitBreaker, type CallResult } from './circuit-breaker.ts'
import { createDatabaseClock } from './database-clock.ts'

const down: CallResult = { outcome: 'httpError', status: 500, retryAfter: null, code: null }
const fine: CallResult = { outcome: 'succeeded', status: 200, retryAfter: null, code: null }
const busy: CallResult = { outcome: 'httpError', status: 429, retryAfter: '2', code: null }

/** A breaker over a store that records each call. */
function buildBreaker(failures = 3) {
  const clock = new ManualClock()
  const written: string[] = []
  const warnings: string[] = []
  const stored: { limiter: StoredLimiter | undefined; fails: boolean } = { limiter: undefined, fails: false }
  const note = (what: string) => async () => {
    if (stored.fails) throw new Error('the database is away')
    written.push(what)
    return true
  }
  const breaker = new CircuitBreaker('one', {
    clock,
    log: { warn: (_: unknown, what: string) => void warnings.push(what) } as never,
    time: createDatabaseClock(clock),
    store: {
      find: async () => stored.limiter,
      open: note('open'),
      close: note('close'),
      openFor: async (_, forMs) => void written.push(`openFor ${forMs}`),
      failProbe: async () => void written.push('failProbe'),
      releaseProbe: async () => void written.push('releaseProbe'),
    },
    onOpened: async () => void written.push('onOpened'),
    onClosed: async () => void written.push('onClosed'),
  })
  breaker.follow({ limits: { breaker: { failures, firstProbeSeconds: 1, maxProbeSeconds: 4 } }, state: 'authorized' })
  const open = () => {
    for (let call = 0; call < failures; call++) breaker.reportResult(down, false)
  }
  return { breaker, clock, written, warnings, stored, open }
}

test('circuit breaker: so many failures in a row open it, and the failures before say something about the person', async () => {
  const { breaker, written } = buildBreaker()
  expect([breaker.reportResult(down, false), breaker.reportResult(down, false)]).toEqual([false, false])
  expect([breaker.phase, breaker.refusesCalls]).toEqual(['closed', false])
  breaker.reportResult(down, false)
  expect([breaker.phase, breaker.refusesCalls]).toEqual(['open', true])
  await breaker.written()
  expect(written).toEqual(['open', 'onOpened'])
})

test('circuit breaker: a success in between keeps it closed', () => {
  const { breaker } = buildBreaker()
  for (const result of [down, down, fine, down, down]) breaker.reportResult(result, false)
  expect(breaker.phase).toBe('closed')
})

test('circuit breaker: a failure of a call that was under way when it opened says nothing about the person', () => {
  const { breaker, open } = buildBreaker()
  open()
  expect(breaker.reportResult(down, false)).toBe(true)
  expect(breaker.reportResult(fine, false)).toBe(false)
  expect(breaker.phase).toBe('open')
})

test('circuit breaker: a probe that fails leaves it open, one that succeeds lets people go on slowly and then freely', async () => {
  const { breaker, clock, written, open } = buildBreaker()
  open()
  breaker.beginProbe()
  expect(breaker.phase).toBe('probing')
  expect(breaker.reportResult(down, true)).toBe(true)
  expect(breaker.phase).toBe('open')
  breaker.beginProbe()
  breaker.reportResult(fine, true)
  expect([breaker.phase, breaker.isRamping, breaker.refusesCalls]).toEqual(['ramping', true, false])
  clock.advance(8000)
  expect(breaker.phase).toBe('closed')
  await breaker.written()
  expect(written.toSorted()).toEqual(['close', 'failProbe', 'onClosed', 'onOpened', 'open'])
})

test('circuit breaker: a probe that was not made is given back', async () => {
  const { breaker, written, open } = buildBreaker()
  open()
  breaker.beginProbe()
  breaker.giveUpProbe()
  expect(breaker.phase).toBe('open')
  await breaker.written()
  expect(written).toContain('releaseProbe')
})

test('circuit breaker: a probe at a closed breaker is a bug', () => {
  const { breaker } = buildBreaker()
  expect(() => breaker.beginProbe()).toThrow('the event "probeTaken" is illegal in the state "closed"')
})

test('circuit breaker: a request to wait makes everybody wait for so long, and counts as no failure', async () => {
  const { breaker, clock, written } = buildBreaker(1)
  breaker.reportResult(busy, false)
  expect([breaker.phase, breaker.refusesCalls]).toEqual(['quiet', true])
  clock.advance(1999)
  expect(breaker.phase).toBe('quiet')
  clock.advance(1)
  expect(breaker.phase).toBe('ramping')
  await breaker.written()
  expect(written).toEqual(['openFor 2000'])
})

test('circuit breaker: a shorter wait does not end a longer one', async () => {
  const { breaker, clock, written } = buildBreaker()
  breaker.reportResult({ ...busy, retryAfter: '9' }, false)
  breaker.reportResult(busy, false)
  clock.advance(8999)
  expect(breaker.phase).toBe('quiet')
  await breaker.written()
  expect(written).toEqual(['openFor 9000'])
})

test('circuit breaker: what others found counts once it is read, and is old after less than a second', async () => {
  const { breaker, clock, stored } = buildBreaker()
  stored.limiter = {
    ...initialLimiter,
    openedAt: clock.at,
    nextProbeAt: clock.at + 1000,
    lastError: null,
    now: clock.at,
  }
  expect(breaker.isFresh).toBe(false)
  await breaker.read()
  expect([breaker.isFresh, breaker.phase]).toEqual([true, 'open'])
  clock.advance(900)
  expect(breaker.isFresh).toBe(false)
})

test('circuit breaker: a probe result is taken also when another worker closed the breaker meanwhile', async () => {
  const { breaker, open } = buildBreaker()
  open()
  breaker.beginProbe()
  breaker.learn(undefined)
  breaker.reportResult(down, true)
  expect(breaker.phase).toBe('closed')
})

test('circuit breaker: a finding that could not be written is warned of and still counts here', async () => {
  const { breaker, warnings, stored, open } = buildBreaker()
  stored.fails = true
  open()
  await breaker.written()
  expect(warnings).toEqual(['the breaker of a connection could not be opened'])
  expect(breaker.phase).toBe('open')
})

test('circuit breaker: a connection that is not authorized refuses calls in the phase closed', () => {
  const { breaker } = buildBreaker()
  breaker.follow({ limits: {}, state: 'expired' })
  expect([breaker.phase, breaker.isAuthorized, breaker.refusesCalls]).toEqual(['closed', false, true])
})
