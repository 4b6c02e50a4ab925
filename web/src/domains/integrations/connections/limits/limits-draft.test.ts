import { expect, it } from 'vitest'
import { limitsDraftOf, limitsOf } from './limits-draft.ts'

it('limits draft: stored limits that the form does not show are kept', () => {
  const stored = { requestsPerMinute: 300, burst: 5, concurrency: 4, breaker: { failures: 3, maxProbeSeconds: 60 } }
  expect(limitsOf(limitsDraftOf(stored), stored)).toEqual(stored)
})

it('limits draft: an empty field means no limit', () => {
  const stored = { requestsPerSecond: 5, breaker: { failures: 3 } }
  expect(limitsOf({ ...limitsDraftOf(stored), requestsPerSecond: '', failures: '' }, stored)).toEqual({})
})
