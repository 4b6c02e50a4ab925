import { expect, test } from 'vitest'
import { instantOfLocalTime, localTimeOf } from './local-time.ts'

test('a clock time of a zone is kept with that zone’s offset', () => {
  expect(instantOfLocalTime('2026-11-22T09:00', 'Asia/Tokyo')).toBe('2026-11-22T09:00:00+09:00')
})

test('an instant reads as the clock time of the zone that is asked for', () => {
  expect(localTimeOf('2026-11-22T00:00:00Z', 'Asia/Tokyo')).toBe('2026-11-22T09:00')
})

test('half-typed times and unknown zones give nothing instead of throwing', () => {
  expect(instantOfLocalTime('2026-11', 'Asia/Tokyo')).toBeNull()
  expect(instantOfLocalTime('2026-11-22T09:00', 'Nowhere/Land')).toBeNull()
  expect(localTimeOf('soon', 'Asia/Tokyo')).toBeNull()
})
