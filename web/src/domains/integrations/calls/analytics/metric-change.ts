import type { Outputs } from '../../../../lib/api/api-types.ts'

export type CalloutNumbers = Outputs['callouts']['numbers'][number]

export type MetricChange = {
  word: 'more' | 'fewer' | 'higher' | 'lower' | 'slower' | 'faster' | 'same'
  amount: number
}

// A smaller difference counts as no change.
const leastShare = 0.005
const leastPoints = 0.001

export function successRate({ succeeded, failed }: CalloutNumbers): number | null {
  const ended = succeeded + failed
  return ended === 0 ? null : succeeded / ended
}

/** The relative change of a count; null without a value to compare with. */
export function countChange(now: number, before: number): MetricChange | null {
  if (before === 0) return null
  const amount = now / before - 1
  if (Math.abs(amount) < leastShare) return { word: 'same', amount: 0 }
  return { word: amount > 0 ? 'more' : 'fewer', amount: Math.abs(amount) }
}

/** In percentage points: from 90 % to 95 % is 5 points higher. */
export function rateChange(now: number | null, before: number | null): MetricChange | null {
  if (now === null || before === null) return null
  const amount = now - before
  if (Math.abs(amount) < leastPoints) return { word: 'same', amount: 0 }
  return { word: amount > 0 ? 'higher' : 'lower', amount: Math.abs(amount) * 100 }
}

export function speedChange(now: number | null, before: number | null): MetricChange | null {
  if (now === null || before === null || before === 0) return null
  const amount = now / before - 1
  // Latencies are stored in buckets of 10 %, so a difference below one bucket counts as no change.
  if (Math.abs(amount) < 0.1) return { word: 'same', amount: 0 }
  return { word: amount > 0 ? 'slower' : 'faster', amount: Math.abs(amount) }
}
