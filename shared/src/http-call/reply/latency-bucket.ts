// Each bucket ends 1.1 times as high as it begins, so a bucket's geometric middle is at most √1.1 − 1 = 4.9 % away from
// any time in it. Counts of buckets can be added up over slots, versions and workers; percentiles cannot.
const ratio = 1.1
const logRatio = Math.log(ratio)
/** Ends above 100 minutes, far beyond any time limit of a call. */
const lastBucket = 165

/** Bucket 0 is "under a millisecond"; bucket i holds 1.1^(i-1) up to 1.1^i milliseconds. */
export function latencyBucket(ms: number): number {
  if (!(ms >= 1)) return 0
  return Math.min(lastBucket, Math.floor(Math.log(ms) / logRatio + 1e-9) + 1)
}

/** The time that stands for a bucket. */
export function bucketMs(bucket: number): number {
  return bucket <= 0 ? 0.5 : ratio ** (bucket - 0.5)
}

/** `share` of the counted times are at most this long; null when nothing was counted. */
export function percentileMs(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [bucket, count] of buckets) {
    seen += count
    // Counts are whole numbers, so half a count keeps 0.95 × 20 from missing the 19th by a rounding error.
    if (seen >= share * total - 1e-6) return roundMs(bucketMs(bucket))
  }
  return null
}

/** Three digits at most: the scale does not know more. */
function roundMs(ms: number): number {
  return ms < 100 ? Math.round(ms * 10) / 10 : Math.round(ms)
}
