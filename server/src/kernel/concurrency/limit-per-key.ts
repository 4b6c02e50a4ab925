/** How many may be under way for one key at once, such as a workspace. Refuses instead of letting wait. */
export type LimitPerKey = {
  /** Null when the key has no place left; else to be called once when the work is over. */
  tryAcquire(key: string): (() => void) | null
}

export function createLimitPerKey(limit: number): LimitPerKey {
  const underWay = new Map<string, number>()
  return {
    tryAcquire(key) {
      const count = underWay.get(key) ?? 0
      if (count >= limit) return null
      underWay.set(key, count + 1)
      let isReleased = false
      return () => {
        if (isReleased) return
        isReleased = true
        const left = underWay.get(key)! - 1
        if (left === 0) underWay.delete(key)
        else underWay.set(key, left)
      }
    },
  }
}
