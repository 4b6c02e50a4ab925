import type { Context } from 'hono'
import { authBasePath, openAuthPaths } from './auth-paths.ts'
import type { Auth } from './auth.ts'
import type { Deps } from '../../kernel/deps.ts'
import { pathNotFound } from '../../kernel/errors.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { clientIpHeader } from '../../kernel/http/requests/identify-client.ts'
import { readJsonBody } from '../../kernel/http/requests/read-body.ts'
import { watchAuth } from './watch-auth.ts'
import { checkChangedPassword } from '../passwords/check-changed-password.ts'

const maxBodyBytes = 64 * 1024

export function authHandler(deps: Deps, auth: Auth) {
  return async (c: Context<AppEnv>): Promise<Response> => {
    const path = c.req.path.slice(authBasePath.length)
    if (!openAuthPaths.some((open) => open === path)) throw pathNotFound(c.req.path)
    const headers = new Headers(c.req.raw.headers)
    headers.set(clientIpHeader, c.get('client').address)
    const body = await bodyOf(c, headers)
    if (path === '/change-password') await checkChangedPassword(deps, await c.get('caller')(), body)
    const response = await watchAuth(deps, c, { path, body }, () =>
      auth.handler(
        new Request(c.req.url, {
          method: c.req.method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      ),
    )
    if (path === '/sign-out') response.headers.set('clear-site-data', '"cache"')
    return response
  }
}

/** Read as JSON and written again, so that better-auth gets exactly what was checked here, and no other kind of body. */
async function bodyOf(c: Context<AppEnv>, headers: Headers): Promise<unknown> {
  headers.delete('content-length')
  if (c.req.method === 'GET') return undefined
  headers.set('content-type', 'application/json')
  return readJsonBody(c.req.raw, maxBodyBytes, { isOptional: true })
}
