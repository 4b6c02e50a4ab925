import { expect, test } from 'vitest'
import { CallAdmission } from './call-admission.ts'
import type { CallLimiter } from './call-limiter.ts'
import type { Permit } from './permit.ts'

/** A limiter that grants what the test sets. */
type TestLimiter = CallLimiter & { refusesCalls: boolean; missed: Set<Permit>; released: Permit[] }

function buildLimiter(answers: (number | 'free')[]): TestLimiter {
  const limiter: TestLimiter = {
    quotas: [],
    refusesCalls: false,
    retryAfterMs: 120,
    missed: new Set(),
    released: [],
    async acquire(): Promise<Permit[] | 'free'> {
      const answer = answers.shift() ?? 0
      if (answer === 'free') return 'free'
      const permit = (startAt: number): Permit => ({
        limiter,
        startAt,
        lapsesAt: startAt + 100,
        isProbe: false,
        state: 'out',
      })
      return Array.from({ length: answer }, (_, index) => permit(index))
    },
    admit: async () => null,
    start: async (permit) => !limiter.missed.has(permit),
    release: (permit) => void limiter.released.push(permit),
    reportResult: () => false,
  }
  return limiter
}

test('call admission: an effect through no connection lets everybody in', async () => {
  const admission = new CallAdmission(async () => null)
  expect(await admission.capacity(250)).toBe(250)
  expect([admission.state, await admission.acquire()]).toEqual(['unlimited', null])
})

test('call admission: a free limiter lets everybody in until its breaker opens', async () => {
  const limiter = buildLimiter(['free'])
  const admission = new CallAdmission(async () => limiter)
  expect(await admission.capacity(250)).toBe(250)
  expect([admission.state, await admission.acquire()]).toEqual(['free', null])
  limiter.refusesCalls = true
  expect(await admission.acquire()).toBe('denied')
})

test('call admission: each person takes one permit, and the last leaves none', async () => {
  const admission = new CallAdmission(async () => buildLimiter([2]))
  expect(await admission.capacity(250)).toBe(2)
  expect(admission.state).toBe('permitted')
  expect(await admission.acquire()).toMatchObject({ startAt: 0 })
  expect(await admission.acquire()).toMatchObject({ startAt: 1 })
  expect(await admission.acquire()).toBe('denied')
  expect(admission.state).toBe('shut')
})

test('call admission: a permit whose moment was missed is released, and the next one counts', async () => {
  const limiter = buildLimiter([2])
  const admission = new CallAdmission(async () => limiter)
  const { acquire } = limiter
  limiter.acquire = async () => {
    const permits = (await acquire(2)) as Permit[]
    limiter.missed.add(permits[0]!)
    return permits
  }
  await admission.capacity(250)
  expect(await admission.acquire()).toMatchObject({ startAt: 1 })
  expect(limiter.released.map(({ startAt }) => startAt)).toEqual([0])
})

test('call admission: permits that found no person are released, and all that are left at the end', async () => {
  const limiter = buildLimiter([4])
  const admission = new CallAdmission(async () => limiter)
  await admission.capacity(250)
  admission.releaseUnused(3)
  expect(limiter.released.map(({ startAt }) => startAt)).toEqual([3])
  admission.release()
  expect(limiter.released.map(({ startAt }) => startAt)).toEqual([3, 0, 1, 2])
  expect(admission.state).toBe('shut')
})

test('call admission: denied, it says when to ask again, and asking again releases nothing twice', async () => {
  const limiter = buildLimiter([0, 1, 0])
  const admission = new CallAdmission(async () => limiter)
  expect([await admission.capacity(250), admission.retryAfterMs, admission.state]).toEqual([0, 120, 'shut'])
  expect([await admission.capacity(250), admission.retryAfterMs, admission.state]).toEqual([1, 0, 'permitted'])
  expect([await admission.capacity(250), limiter.released.length]).toEqual([0, 1])
})

test('call admission: nobody begins before the limiter was asked', async () => {
  const admission = new CallAdmission(async () => null)
  await expect(admission.acquire()).rejects.toThrow('call admission: the event "let" is illegal in the state "shut"')
})
