export type Semaphore = {
  /** Resolves with the function that releases the slot. */
  acquire(): Promise<() => void>
  /** Takes a slot if one is free now, else null. */
  tryAcquire(): (() => void) | null
}

/** At most `limit` holders at a time, served in the order of their requests. */
export function createSemaphore(limit: number): Semaphore {
  let free = limit
  const waiting: (() => void)[] = []
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  const place = () => {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      release()
    }
  }
  return {
    async acquire() {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return place()
    },
    tryAcquire() {
      if (free === 0) return null
      free--
      return place()
    },
  }
}
