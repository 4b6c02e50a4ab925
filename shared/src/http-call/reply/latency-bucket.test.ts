import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketMs, latencyBucket, percentileMs } from './latency-bucket.ts'

describe('latencyBucket', () => {
  test('the time that stands for a bucket is at most 5 % away from every time in it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 3_600_000, noNaN: true }), (ms) => {
        expect(Math.abs(bucketMs(latencyBucket(ms)) - ms) / ms).toBeLessThan(0.05)
      }),
    )
  })

  test('a longer time is never in a lower bucket', () => {
    fc.assert(
      fc.property(fc.nat(600_000), fc.nat(600_000), (a, b) => {
        expect(latencyBucket(Math.max(a, b))).toBeGreaterThanOrEqual(latencyBucket(Math.min(a, b)))
      }),
    )
  })

  test.each([
    [0, 0],
    [0.9, 0],
    [-5, 0],
    [Number.NaN, 0],
    [1, 1],
    [Infinity, 165],
  ])('%d ms is in bucket %d', (ms, bucket) => {
    expect(latencyBucket(ms)).toBe(bucket)
  })
})

describe('percentileMs', () => {
  test('of nothing is nothing', () => {
    expect(percentileMs(new Map(), 0.5)).toBeNull()
    expect(percentileMs(new Map([[3, 0]]), 0.5)).toBeNull()
  })

  test('is within 5 % of the exact percentile', () => {
    const times = Array.from({ length: 1000 }, (_, i) => 5 + i)
    const counts = new Map<number, number>()
    for (const ms of times) counts.set(latencyBucket(ms), (counts.get(latencyBucket(ms)) ?? 0) + 1)
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = times[Math.ceil(share * times.length) - 1] ?? 0
      expect(Math.abs((percentileMs(counts, share) ?? 0) - exact) / exact).toBeLessThan(0.06)
    }
  })

  test('of one time is that time', () => {
    expect(percentileMs(new Map([[latencyBucket(200), 1]]), 0.95)).toBeCloseTo(200, -1.5)
  })
})
