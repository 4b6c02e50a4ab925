import type { Semaphore } from './semaphore.ts'

export type FairSlots = {
  /** The slots as one holder sees them. */
  of(holder: string): Semaphore
}

type Waiter = { holder: string; begin: () => void }

/**
 * At most `limit` under way at a time. While others wait, no holder gets more than half of the slots: a workspace whose target
 * is slow would fill all of them. Alone, a holder may have them all. Nothing under way is taken from anybody. Those who wait are
 * served in the order of asking, but for a holder that is at its half.
 */
export function createFairSlots(limit: number): FairSlots {
  const half = Math.max(1, Math.floor(limit / 2))
  const held = new Map<string, number>()
  const waiting: Waiter[] = []
  let free = limit

  const heldBy = (holder: string) => held.get(holder) ?? 0
  const isBelowHalf = (holder: string) => heldBy(holder) < half
  const take = (holder: string) => {
    free--
    held.set(holder, heldBy(holder) + 1)
  }
  const next = (): Waiter | undefined => {
    const fair = waiting.findIndex(({ holder }) => isBelowHalf(holder))
    return waiting.splice(Math.max(fair, 0), 1)[0]
  }
  const slotOf = (holder: string) => {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      free++
      const left = heldBy(holder) - 1
      if (left === 0) held.delete(holder)
      else held.set(holder, left)
      const waiter = next()
      if (!waiter) return
      take(waiter.holder)
      waiter.begin()
    }
  }
  return {
    of: (holder) => ({
      async acquire() {
        // Whenever a slot is free, nobody waits for it.
        if (free > 0) take(holder)
        else await new Promise<void>((resolve) => waiting.push({ holder, begin: resolve }))
        return slotOf(holder)
      },
      tryAcquire() {
        if (free === 0) return null
        take(holder)
        return slotOf(holder)
      },
    }),
  }
}
