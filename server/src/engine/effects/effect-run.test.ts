import { expect, test } from 'vitest'
import { createSemaphore } from '../../kernel/concurrency/semaphore.ts'
import type { Permit } from '../../integrations/limits/permit.ts'
import { EffectRun, type EffectRunPorts, type EffectRunState, effectRunTransitions } from './effect-run.ts'

type Answer = Permit | null | 'denied'

/** A run over people whose names are numbers. The test provides the ports. */
function runOver(due: number[], ports: Partial<EffectRunPorts<number>> = {}, capacities: number[] = []) {
  const states: EffectRunState[] = []
  const given: number[] = []
  const performed: number[] = []
  const admission = {
    retryAfterMs: 0,
    releases: 0,
    unused: [] as number[],
    capacity: async (wanted: number) => capacities.shift() ?? wanted,
    releaseUnused: (used: number) => void admission.unused.push(used),
    acquire: async (): Promise<Answer> => null,
    release: () => void admission.releases++,
  }
  const run = new EffectRun<number>(
    {
      admission,
      slots: createSemaphore(10),
      isOpen: async () => true,
      lease: async (limit) => due.splice(0, limit),
      giveBack: async (people) => void given.push(...people),
      perform: async (person) => void performed.push(person),
      results: { waitForCapacity: async () => {}, drain: async () => {} },
      returnAll: async () => {},
      ...ports,
    },
    (state) => states.push(state),
  )
  return { run, states, given, performed, admission }
}

test('effect run: with nobody due it takes nobody and ends', async () => {
  const { run, states, admission } = runOver([])
  expect(await run.run()).toBe(0)
  expect(states).toEqual(['leasing', 'draining'])
  expect(admission.releases).toBe(1)
})

test('effect run: everybody who is due is begun, in one state for all of a lease', async () => {
  const { run, states, performed } = runOver([1, 2, 3])
  expect(await run.run()).toBe(3)
  expect(performed).toEqual([1, 2, 3])
  expect(states.slice(0, 3)).toEqual(['leasing', 'performing', 'leasing'])
  expect(states.at(-1)).toBe('draining')
})

test('effect run: permits that found no person are released at once', async () => {
  const { run, admission } = runOver([1], {}, [5, 5])
  await run.run()
  expect(admission.unused[0]).toBe(1)
})

test('effect run: a denied permit gives those who did not begin back, and the run goes on', async () => {
  const answers: Answer[] = [null, 'denied']
  const { run, states, given, performed, admission } = runOver([1, 2, 3])
  admission.acquire = async () => answers.shift() ?? null
  expect(await run.run()).toBe(3)
  expect(performed).toEqual([1])
  expect(given).toEqual([2, 3])
  expect(states.slice(0, 4)).toEqual(['leasing', 'performing', 'returning', 'leasing'])
})

test('effect run: a stop gives those who did not begin back and waits for those who did', async () => {
  const call = Promise.withResolvers<void>()
  let isOpen = true
  const { run, states, given } = runOver([1, 2, 3], {
    isOpen: async () => isOpen,
    perform: () => {
      isOpen = false
      return call.promise
    },
  })
  let isEnded = false
  const ended = run.run().finally(() => (isEnded = true))
  await expect.poll(() => states.at(-1)).toBe('draining')
  expect([isEnded, given]).toEqual([false, [2, 3]])
  call.resolve()
  expect(await ended).toBe(3)
  expect(states).toEqual(['leasing', 'performing', 'closing', 'draining'])
})

test('effect run: a stop reaches those who wait for a slot, and the slot serves others', async () => {
  const slots = createSemaphore(1)
  const call = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  let isOpen = true
  const { run, given } = runOver([1, 2], {
    slots,
    isOpen: async () => isOpen,
    perform: () => {
      begun.resolve()
      return call.promise
    },
  })
  const ended = run.run()
  await begun.promise
  isOpen = false
  await expect.poll(() => given).toEqual([2])
  call.resolve()
  await ended
  expect(slots.tryAcquire()).not.toBeNull()
})

test('effect run: while calls are out it waits, and looks again as soon as one is back', async () => {
  const call = Promise.withResolvers<void>()
  const due = [1]
  const { run, states, performed } = runOver(due, {
    perform: async (person) => {
      if (person === 1) await call.promise
      performed.push(person)
    },
  })
  const ended = run.run()
  await expect.poll(() => states.includes('waiting')).toBe(true)
  due.push(2)
  call.resolve()
  expect(await ended).toBe(2)
  expect(performed.toSorted()).toEqual([1, 2])
})

test.each([
  [200, ['leasing', 'waiting', 'leasing']],
  [800, ['leasing', 'draining']],
])('effect run: told to come again in %i ms with nobody under way, it goes through %j', async (retryAfterMs, first) => {
  const { run, states, admission } = runOver([1], {}, [0])
  admission.retryAfterMs = retryAfterMs
  const { capacity } = admission
  admission.capacity = async (wanted) => {
    const answer = await capacity(wanted)
    admission.retryAfterMs = answer === 0 ? retryAfterMs : 0
    return answer
  }
  await run.run()
  expect(states.slice(0, first.length)).toEqual(first)
})

test('effect run: a fault waits for what is under way and written, gives all back, and is thrown', async () => {
  const done: string[] = []
  const { run, states, admission } = runOver([1, 2], {
    perform: async () => void done.push('performed'),
    giveBack: async () => {},
    results: {
      waitForCapacity: async () => {
        if (done.length > 0) throw new Error('a fault')
      },
      drain: async () => void done.push('drained'),
    },
    returnAll: async () => void done.push('returned'),
  })
  await expect(run.run()).rejects.toThrow('a fault')
  expect(done).toEqual(['performed', 'drained', 'returned'])
  expect(states).toEqual(['leasing', 'performing', 'recovering'])
  expect(admission.releases).toBe(1)
})

test('effect run: every state but the last can fail or end, and nothing follows the end', () => {
  const { ended, recovering, ...others } = effectRunTransitions
  expect(Object.keys(ended)).toEqual([])
  expect(recovering).toEqual({ drained: 'ended' })
  for (const events of Object.values(others)) expect(events.failed).toBe('recovering')
})

test('effect run: a run that ended cannot be run again', async () => {
  const { run, performed } = runOver([1])
  await run.run()
  expect(await run.run()).toBe(1)
  expect(performed).toEqual([1])
})
