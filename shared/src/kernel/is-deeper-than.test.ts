import { expect, test } from 'vitest'
import { isDeeperThan } from './is-deeper-than.ts'

test('isDeeperThan looks no deeper than asked', () => {
  let deep: unknown = 1
  for (let level = 0; level < 50; level++) deep = [deep]
  expect(isDeeperThan(deep, 49)).toBe(true)
  expect(isDeeperThan(deep, 50)).toBe(false)
})
