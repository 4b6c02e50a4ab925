import { useSyncExternalStore } from 'react'

// One clock for the page: a list of a hundred times needs one timer, and all of them turn over together.
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

/** The present, moved on every 15 seconds while somebody looks. */
export function useNow(live: boolean): number {
  return useSyncExternalStore(live ? subscribe : idle, () => {
    // Nobody was subscribed for a while: the kept time may be old.
    if (timer === undefined && Date.now() - now > 15_000) now = Date.now()
    return now
  })
}
