import { readEnv } from '../env.ts'
import { startServer } from '../main.ts'
import { buildWeb } from './build-web.ts'
import { runUntilStopped } from './run-until-stopped.ts'

// `npm start`. The web app is built while the database starts.
await runUntilStopped((events) => {
  const env = readEnv()
  const webIsBuilt = env.role === 'worker' ? Promise.resolve() : buildWeb(events.report)
  return startServer(env, { ...events, webIsBuilt })
})
