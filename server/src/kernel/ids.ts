import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

export type Ids = { uuid(): string }

const poolBytes = 16 * 512

/** UUID v7 (RFC 9562 §5.7). Ids of one process sort in order of creation, also within a millisecond. */
export function createIds(clock: Pick<Clock, 'now'>): Ids {
  let last = 0
  let counter = 0
  // The engine makes thousands of ids a second, and one call for random bytes costs as much as the rest of an id. So
  // random bytes are taken from a pool.
  let pool = randomBytes(poolBytes)
  let used = 0
  return {
    uuid() {
      if (used === poolBytes) {
        pool = randomBytes(poolBytes)
        used = 0
      }
      const bytes = pool.subarray(used, (used += 16))
      const now = clock.now().getTime()
      if (now > last) {
        last = now
        counter = bytes.readUInt16BE(6) & 0x7ff
      } else if (++counter > 0xfff) {
        // The counter is full within this millisecond: use the next millisecond, so that ids keep their order.
        last++
        counter = 0
      }
      bytes.writeUIntBE(last, 0, 6)
      bytes.writeUInt16BE(0x7000 | counter, 6)
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      const hex = bytes.toString('hex')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    },
  }
}
