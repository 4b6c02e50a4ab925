import { expect, test } from 'vitest'
import { createIds } from './ids.ts'
import { isUuid } from './is-uuid.ts'

test('ids of one process are valid v7 and sort in the order they were made, also when the clock stands or goes back', () => {
  let now = 1_795_000_000_000
  const ids = createIds({ now: () => new Date(now) })
  const made = Array.from({ length: 10_000 }, (_, index) => {
    if (index === 6000) now -= 5000
    if (index === 8000) now += 6000
    return ids.uuid()
  })
  expect(made.every((id) => isUuid(id) && id[14] === '7' && /[89ab]/.test(id[19]!))).toBe(true)
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
})
