import { enableCompileCache } from 'node:module'
import { readEnv } from '../../kernel/env.ts'
import { buildWeb } from './build-web.ts'
import { runUntilStopped } from './run-until-stopped.ts'

// `npm start`. The web app is built while the database starts. Two thousand modules are stripped of their types and compiled
// at every start; from the second one on that is read from the cache.
enableCompileCache()
await runUntilStopped(async (events) => {
  const env = readEnv()
  const webIsBuilt = env.role === 'worker' ? Promise.resolve() : buildWeb(events.progress)
  // A build that fails early is thrown where it is waited for, not as an unhandled rejection.
  webIsBuilt.catch(() => {})
  const { startServer } = await import('../main.ts')
  return startServer(env, { ...events, webIsBuilt })
})
