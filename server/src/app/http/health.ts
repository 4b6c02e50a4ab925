import type { Hono } from 'hono'
import { isDatabaseReachable } from '../../kernel/db/is-database-reachable.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'

export function addHealth(app: Hono<AppEnv>, deps: Deps): void {
  app.get('/health/live', (c) => c.json({ status: 'ok' }))
  app.get('/health/ready', async (c) => {
    const parts = await isDatabaseReachable(deps.db, deps.log)
    const ready = Object.values(parts).every(Boolean)
    return c.json({ status: ready ? 'ok' : 'unavailable', ...parts }, ready ? 200 : 503)
  })
}
