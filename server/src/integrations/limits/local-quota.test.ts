import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import { LocalQuota } from './local-quota.ts'

function buildQuota() {
  const clock = new ManualClock()
  const released: number[] = []
  const quota = new LocalQuota({ kind: 'connection', id: 'one' }, clock, async () => void released.push(clock.at))
  return { clock, quota, released }
}

test('local quota: begins with no places and is not counted by others', () => {
  const { quota } = buildQuota()
  expect([quota.phase, quota.concurrency, quota.concurrencyAt]).toEqual(['unlisted', 0, -Infinity])
})

test('local quota: a grant lists it, and says when', () => {
  const { clock, quota } = buildQuota()
  clock.advance(70)
  quota.update(4, true)
  expect([quota.phase, quota.concurrency, quota.concurrencyAt, quota.fullAt]).toEqual(['listed', 4, 70, 70])
})

test('local quota: an answer that changes nothing leaves it as it was', () => {
  const { quota } = buildQuota()
  quota.update(null, false)
  expect([quota.phase, quota.fullAt]).toEqual(['unlisted', -Infinity])
})

test('local quota: rests only when it holds places and no call is under way', async () => {
  const { quota } = buildQuota()
  quota.rest()
  expect(quota.phase).toBe('unlisted')
  quota.update(2, false)
  quota.underWay = 1
  quota.rest()
  expect(quota.phase).toBe('listed')
  quota.underWay = 0
  quota.rest()
  expect(quota.phase).toBe('resting')
  await quota.stop()
})

test('local quota: idle places go back after the rest', async () => {
  const { quota, released } = buildQuota()
  quota.update(2, false)
  quota.rest()
  await quota.alone(() => quota.giveBackIdle())
  expect([quota.phase, quota.concurrency, released.length]).toEqual(['unlisted', 0, 1])
  await quota.stop()
  expect(released).toHaveLength(1)
})

test('local quota: places that are in use when the rest ends stay, and may rest again', async () => {
  const { quota, released } = buildQuota()
  quota.update(2, false)
  quota.rest()
  quota.underWay = 1
  await quota.alone(() => quota.giveBackIdle())
  expect([quota.phase, quota.concurrency, released.length]).toEqual(['listed', 2, 0])
  quota.underWay = 0
  quota.rest()
  expect(quota.phase).toBe('resting')
  await quota.stop()
})

test('local quota: a stop gives its places back whatever is under way', async () => {
  const { quota, released } = buildQuota()
  quota.update(2, false)
  quota.underWay = 2
  await quota.stop()
  expect([quota.phase, quota.underWay, released.length]).toEqual(['unlisted', 0, 1])
})

test('local quota: work runs one after the other, also after one that failed', async () => {
  const { quota } = buildQuota()
  const first = Promise.withResolvers<void>()
  const order: string[] = []
  const failing = quota.alone(async () => {
    await first.promise
    order.push('first')
    throw new Error('failed')
  })
  const second = quota.alone(async () => void order.push('second'))
  first.resolve()
  await expect(failing).rejects.toThrow('failed')
  await second
  expect(order).toEqual(['first', 'second'])
})
