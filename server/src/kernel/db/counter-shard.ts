/** Parallel rows of each counter; readers sum them. */
const shards = 16

let next = process.pid

/**
 * The shard that a transaction adds to, a different one each time: two transactions that add to the same row wait for
 * each other's commit. With one row per process, callouts ran at half the speed.
 */
export function counterShard(): number {
  next = (next + 1) % shards
  return next
}
