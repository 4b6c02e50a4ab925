import type { Database } from '../src/kernel/db/database.ts'
import type { Deps } from '../src/kernel/deps.ts'
import type { JobDefinition } from '../src/kernel/jobs/define-job.ts'
import { jobDefinitions } from '../src/app/jobs.ts'
import { createWorker } from '../src/app/worker.ts'

/**
 * A worker on the deps of a test: `await using worker = await runWorker(app.deps)`. It leaves scheduled jobs out, because their time
 * may come during any test.
 */
export async function runWorker(deps: Deps, options: { concurrency?: number } = {}): Promise<AsyncDisposable> {
  const jobs = jobDefinitions.filter((kind: JobDefinition) => kind.schedule === undefined)
  const worker = createWorker({ ...deps, db: deps.db as Database }, { ...options, jobs })
  await worker.start()
  return { [Symbol.asyncDispose]: () => worker.stop() }
}

/** Waits for a condition; the error names the one that was not met. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false | null>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
