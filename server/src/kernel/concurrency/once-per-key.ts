type Run = { promise: Promise<void>; next: Promise<void> | null }

/**
 * Runs `work` for a key at most once at a time, and once more for everybody who asked while it ran: what they ask about may have
 * come after it looked. Fifty jobs about one thing cost two runs.
 */
export function oncePerKey(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const runs = new Map<string, Run>()

  function start(key: string): Promise<void> {
    const run: Run = { promise: Promise.resolve(), next: null }
    runs.set(key, run)
    run.promise = work(key).finally(() => {
      if (run.next === null) runs.delete(key)
    })
    return run.promise
  }

  return (key) => {
    const running = runs.get(key)
    if (!running) return start(key)
    // Whether the present run fails is the business of those who asked for it.
    running.next ??= running.promise.then(
      () => start(key),
      () => start(key),
    )
    return running.next
  }
}
