import type { Context } from 'hono'
import { authBasePath, openAuthPaths } from './auth-paths.ts'
import type { Auth } from './auth.ts'
import { pathNotFound } from '../../kernel/errors.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { clientIp, clientIpHeader } from '../../kernel/http/requests/client-ip.ts'
import { readTextBody } from '../../kernel/http/requests/read-body.ts'

const maxBodyBytes = 64 * 1024

export function authHandler(auth: Auth) {
  return async (c: Context<AppEnv>): Promise<Response> => {
    const path = c.req.path.slice(authBasePath.length)
    if (!openAuthPaths.some((open) => open === path)) throw pathNotFound(c.req.path)
    const headers = new Headers(c.req.raw.headers)
    headers.set(clientIpHeader, clientIp(c))
    const body = c.req.method === 'GET' ? undefined : await readTextBody(c.req.raw, maxBodyBytes)
    const response = await auth.handler(new Request(c.req.url, { method: c.req.method, headers, body }))
    const retryAfter = response.headers.get('x-retry-after')
    if (retryAfter) response.headers.set('retry-after', retryAfter)
    if (path === '/sign-out') response.headers.set('clear-site-data', '"cache"')
    return response
  }
}
