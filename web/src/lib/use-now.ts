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

/** The present, moved on every 15 seconds while somebody looks; and never before an instant that is past. */
export function useNow(live: boolean, instant = 0): number {
  return useSyncExternalStore(live ? subscribe : idle, () => {
    const present = Date.now()
    // Nobody was subscribed for a while: the kept time may be old.
    const isOld = timer === undefined && present - now > 15_000
    // What happened between two turns would else be told as a time to come.
    const isBehind = instant > now && instant <= present
    if (isOld || isBehind) now = present
    return now
  })
}
