import type { Context, Hono } from 'hono'
import { receiveCallback } from './receive-callback.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { readJsonBody, readTextBody } from '../../kernel/http/requests/read-body.ts'

/** Limit for one callback. */
export const maxCallbackBytes = 1024 * 1024

/**
 * The route for callbacks from external systems about a call. The address was sent with the call and contains a secret, so the
 * address alone authorizes the request.
 */
export function addCallbacks(app: Hono<AppEnv>, deps: Deps): void {
  app.on(['POST', 'PUT', 'PATCH'], '/c/:token', async (c) => {
    const received = await receiveCallback(deps, c.req.param('token'), () => readCallback(c))
    return c.json(received, received.status === 'accepted' ? 202 : 200)
  })
}

/** Reads JSON or the fields of a form. A request without a body only reports that the work is done. */
async function readCallback(c: Context): Promise<unknown> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? ''))
    return readJsonBody(c.req.raw, maxCallbackBytes, { isOptional: true })
  return Object.fromEntries(new URLSearchParams(await readTextBody(c.req.raw, maxCallbackBytes)))
}
