import type { Hono } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { pathNotFound } from '../../kernel/errors.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { addEngineMetrics } from './engine-metrics.ts'
import { socketAddress } from '../../kernel/http/requests/client-ip.ts'
import { isLoopbackAddress } from '../../kernel/http/requests/own-address.ts'

/** Readable from this machine, and from elsewhere with an API key of an admin. */
export function addMetrics(app: Hono<AppEnv>, deps: Deps): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const readEngine = addEngineMetrics(registry, deps)
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to its answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })

  app.use(async (c, next) => {
    const stop = durations.startTimer()
    await next()
    // The route pattern, not the path: ids would make a new series for every row.
    stop({ method: c.req.method, route: routePath(c), status: c.res.status })
  })

  app.get('/metrics', async (c) => {
    const socket = socketAddress(c)
    const direct = (socket === null || isLoopbackAddress(socket)) && !c.req.header('x-forwarded-for')
    if (!direct) {
      // A caller without access does not learn that the page exists.
      if (!c.req.header('authorization')) throw pathNotFound(c.req.path)
      await c.get('ctxFor')('admin')
    }
    await readEngine()
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
}
