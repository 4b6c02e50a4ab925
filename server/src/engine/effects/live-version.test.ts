import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import { LiveVersion } from './live-version.ts'

test('live version: is asked again only when half a second has gone by', async () => {
  const clock = new ManualClock()
  let reads = 0
  const live = new LiveVersion(clock, 3, async () => (reads++, 4))
  clock.advance(500)
  expect([await live.isLive(), live.number, reads]).toEqual([true, 3, 0])
  clock.advance(1)
  expect([await live.isLive(), live.number, reads]).toEqual([true, 4, 1])
  expect([await live.isLive(), reads]).toEqual([true, 1])
})

test('live version: what a lease found counts as asked', async () => {
  const clock = new ManualClock()
  let reads = 0
  const live = new LiveVersion(clock, 3, async () => (reads++, 3))
  clock.advance(400)
  live.learn(5)
  clock.advance(400)
  expect([await live.isLive(), live.number, reads]).toEqual([true, 5, 0])
})

test('live version: of a journey that was paused, the number stays and nothing is live', async () => {
  const live = new LiveVersion(new ManualClock(), 3, async () => 3)
  live.learn(null)
  expect([await live.isLive(), live.number]).toEqual([false, 3])
})
