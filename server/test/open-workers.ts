import { openDatabase } from '../src/kernel/db/database.ts'
import { buildDeps, closeDeps } from '../src/app/build-deps.ts'
import type { TestApp } from './test-app.ts'
import { testEnv } from './test-env.ts'

/** Workers with their own connections to the same database, like separate processes. */
export async function openWorkers(app: TestApp, count: number) {
  const workers = Array.from({ length: count }, () => {
    const open = openDatabase(app.connectionString, { maxConnections: 3 })
    const deps = buildDeps(testEnv({ databaseUrl: app.connectionString, dataDir: app.deps.config.dataDir }), open, {
      clock: app.deps.clock,
      queue: app.deps.queue,
      secrets: app.deps.secrets,
      log: app.deps.log,
    })
    return { deps, open }
  })
  return {
    deps: workers.map(({ deps }) => deps),
    async [Symbol.asyncDispose]() {
      for (const { deps, open } of workers) {
        await closeDeps(deps)
        await open.close()
      }
    },
  }
}
