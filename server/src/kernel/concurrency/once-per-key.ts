type Run = { promise: Promise<void>; next: Promise<void> | null }

/**
 * Runs `work` for a key at most once at a time, and once more for all callers that asked while it ran, because a change
 * may have come after the run had read it. Fifty jobs for one key cost two runs.
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
    // A failure of the present run concerns only its own callers.
    running.next ??= running.promise.then(
      () => start(key),
      () => start(key),
    )
    return running.next
  }
}
