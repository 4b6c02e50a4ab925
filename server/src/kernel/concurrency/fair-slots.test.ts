import { expect, test } from 'vitest'
import { createFairSlots } from './fair-slots.ts'

/** Who got a slot, in the order in which they did. */
function buildSlots(limit: number) {
  const slots = createFairSlots(limit)
  const got: string[] = []
  const releases: { holder: string; release: () => void }[] = []
  const ask = (holder: string) => {
    void slots
      .of(holder)
      .acquire()
      .then((release) => {
        got.push(holder)
        releases.push({ holder, release })
      })
  }
  const release = async (holder: string) => {
    const at = releases.findIndex((each) => each.holder === holder)
    releases.splice(at, 1)[0]!.release()
    await settled()
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { slots, got, ask, release, settled }
}

test('fair slots: a holder that is alone may have them all', async () => {
  const { slots, got, ask, settled } = buildSlots(4)
  for (let asked = 0; asked < 5; asked++) ask('slow')
  await settled()
  expect(got).toEqual(['slow', 'slow', 'slow', 'slow'])
  expect(slots.of('other').tryAcquire()).toBeNull()
})

test('fair slots: while another waits, a holder gets no more than half', async () => {
  const { got, ask, release, settled } = buildSlots(4)
  for (let asked = 0; asked < 9; asked++) ask('slow')
  for (let asked = 0; asked < 3; asked++) ask('other')
  await settled()
  for (let released = 0; released < 3; released++) await release('slow')
  expect(got.slice(4)).toEqual(['other', 'other', 'slow'])
  await release('other')
  expect(got.slice(4)).toEqual(['other', 'other', 'slow', 'other'])
})

test('fair slots: once nobody else waits, a holder gets more than half again', async () => {
  const { got, ask, release, settled } = buildSlots(4)
  for (let asked = 0; asked < 9; asked++) ask('slow')
  ask('other')
  await settled()
  await release('slow')
  await release('other')
  expect(got.slice(4)).toEqual(['other', 'slow'])
})

test('fair slots: those below their half are served in the order of asking', async () => {
  const { got, ask, release, settled } = buildSlots(4)
  for (const holder of ['a', 'a', 'b', 'c', 'c', 'b', 'a']) ask(holder)
  await settled()
  for (const holder of ['a', 'a', 'b']) await release(holder)
  expect(got).toEqual(['a', 'a', 'b', 'c', 'c', 'b', 'a'])
})

test('fair slots: a slot that is given back twice is free once', async () => {
  const { slots } = buildSlots(1)
  const release = slots.of('a').tryAcquire()!
  release()
  release()
  const again = slots.of('b').tryAcquire()
  expect([again === null, slots.of('a').tryAcquire()]).toEqual([false, null])
})

test('fair slots: the only slot goes round although its half is none', async () => {
  const { got, ask, release, settled } = buildSlots(1)
  for (const holder of ['a', 'a', 'b']) ask(holder)
  await settled()
  await release('a')
  await release('a')
  expect(got).toEqual(['a', 'a', 'b'])
})
