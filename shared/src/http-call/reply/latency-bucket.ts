// Each bucket ends at 1.1 times its start, so its geometric middle differs from any time in it by at most √1.1 − 1 =
// 4.9 %. Bucket counts can be added over slots, versions and workers; percentiles cannot.
const ratio = 1.1
const logRatio = Math.log(ratio)
/** Ends above 100 minutes, far beyond any timeout of a call. */
const lastBucket = 165

/** Bucket 0 is "under a millisecond"; bucket i holds 1.1^(i-1) up to 1.1^i milliseconds. */
export function latencyBucket(ms: number): number {
  if (!(ms >= 1)) return 0
  return Math.min(lastBucket, Math.floor(Math.log(ms) / logRatio + 1e-9) + 1)
}

/** The time that represents a bucket. */
export function bucketMs(bucket: number): number {
  return bucket <= 0 ? 0.5 : ratio ** (bucket - 0.5)
}

/** The time that `share` of the counted times do not exceed; null when nothing was counted. */
export function percentileMs(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [bucket, count] of buckets) {
    seen += count
    // A tolerance far below one count keeps rounding errors, as in 0.95 × 20, from missing the 19th.
    if (seen >= share * total - 1e-6) return roundMs(bucketMs(bucket))
  }
  return null
}

/** At most three digits, the precision of the buckets. */
function roundMs(ms: number): number {
  return ms < 100 ? Math.round(ms * 10) / 10 : Math.round(ms)
}
