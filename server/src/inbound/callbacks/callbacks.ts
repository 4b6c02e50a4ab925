import type { Context, Hono } from 'hono'
import { receiveCallback } from './receive-callback.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { readJsonBody, readTextBody } from '../../kernel/http/requests/read-body.ts'

/** Of one callback. */
export const maxCallbackBytes = 1024 * 1024

/**
 * Where outside systems call back about a call. Whoever has the address of a call was sent it with the call, so it
 * authorizes by itself.
 */
export function addCallbacks(app: Hono<AppEnv>, deps: Deps): void {
  app.on(['POST', 'PUT', 'PATCH'], '/c/:token', async (c) => {
    const received = await receiveCallback(deps, c.req.param('token'), () => readCallback(c))
    return c.json(received, received.status === 'accepted' ? 202 : 200)
  })
}

/** JSON or the fields of a form. Who only calls the address says that it is done, and no more. */
async function readCallback(c: Context): Promise<unknown> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? ''))
    return readJsonBody(c.req.raw, maxCallbackBytes, { isOptional: true })
  return Object.fromEntries(new URLSearchParams(await readTextBody(c.req.raw, maxCallbackBytes)))
}
