import { useSyncExternalStore } from 'react'

// One clock for the page: a list of a hundred times needs only one timer, and all update together.
const listeners = new Set<() => void>()
let now = Date.now()
let timer: number | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    now = Date.now()
    for (const notify of listeners) notify()
  }, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.clearInterval(timer)
    timer = undefined
  }
}

const idle = () => () => undefined

/** The current time, updated every 15 seconds while subscribed; never before an `instant` that is already past. */
export function useNow(live: boolean, instant = 0): number {
  return useSyncExternalStore(live ? subscribe : idle, () => {
    const present = Date.now()
    // Without a subscriber for a while, the stored time may be old.
    const isOld = timer === undefined && present - now > 15_000
    // Otherwise an event between two updates would be shown as in the future.
    const isBehind = instant > now && instant <= present
    if (isOld || isBehind) now = present
    return now
  })
}
