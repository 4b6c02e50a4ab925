import { enableCompileCache } from 'node:module'
import { readEnv } from '../../kernel/env.ts'
import { buildWeb } from './build-web.ts'
import { runUntilStopped } from './run-until-stopped.ts'

// `npm start`. Builds the web app while the database starts. Every start strips types from two thousand modules and
// compiles them; from the second start on, the compile cache provides them.
enableCompileCache()
await runUntilStopped(async (events) => {
  const env = readEnv()
  const webIsBuilt = env.role === 'worker' ? Promise.resolve() : buildWeb(events.progress)
  // A build that fails early is reported where it is awaited, not as an unhandled rejection.
  webIsBuilt.catch(() => {})
  const { startServer } = await import('../main.ts')
  return startServer(env, { ...events, webIsBuilt })
})
