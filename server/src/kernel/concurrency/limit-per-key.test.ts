import { expect, test } from 'vitest'
import { createLimitPerKey } from './limit-per-key.ts'

test('limit per key: refuses beyond the limit, and a place that is given back counts once', () => {
  const limit = createLimitPerKey(2)
  const first = limit.tryAcquire('a')!
  expect(limit.tryAcquire('a')).not.toBeNull()
  expect(limit.tryAcquire('a')).toBeNull()
  expect(limit.tryAcquire('b')).not.toBeNull()
  first()
  first()
  expect(limit.tryAcquire('a')).not.toBeNull()
  expect(limit.tryAcquire('a')).toBeNull()
})
