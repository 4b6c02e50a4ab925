import type { Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { pathNotFound } from '../../kernel/errors.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { addEngineMetrics } from './engine-metrics.ts'
import { socketAddress } from '../../kernel/http/requests/identify-client.ts'
import { isLoopbackAddress, isOwnHost, isThisMachine } from '../../kernel/http/requests/own-address.ts'

const forwardingHeaders = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/**
 * By somebody on this machine. A proxy on this machine looks the same when it adds no header, so with a public address of another
 * name nobody is taken for one.
 */
function isReadHere(c: Context<AppEnv>, publicUrl: string): boolean {
  const socket = socketAddress(c)
  return (
    (socket === null || isLoopbackAddress(socket)) &&
    isThisMachine(new URL(publicUrl).hostname) &&
    isOwnHost(c.req.header('host'), publicUrl) &&
    forwardingHeaders.every((name) => c.req.header(name) === undefined)
  )
}

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
    if (!isReadHere(c, deps.config.publicUrl)) {
      // A caller without access does not learn that the page exists.
      if (!c.req.header('authorization')) throw pathNotFound(c.req.path)
      await c.get('ctxFor')('admin')
    }
    await readEngine()
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
}
