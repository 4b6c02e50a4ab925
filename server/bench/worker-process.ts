import { openDatabase } from '../src/kernel/db/database.ts'
import { buildDeps } from '../src/app/build-deps.ts'
import { readEnv } from '../src/kernel/env.ts'
import { createWorker } from '../src/app/worker.ts'

const env = readEnv()
const database = openDatabase(env.databaseUrl!)
const deps = { ...buildDeps({ ...env, role: 'worker' }, database), db: database.db }
await deps.queue.start()
const worker = createWorker(deps)
await worker.start()

// Measured often here, because the peak that the system records for a child process starts with the size of its parent.
let peak = 0
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50).unref()
process.on('message', () => process.send?.(peak))
process.on('SIGTERM', async () => {
  await worker.stop()
  await deps.queue.stop(1000)
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
