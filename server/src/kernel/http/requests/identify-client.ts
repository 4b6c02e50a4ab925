import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../app-env.ts'
import { findClient, isForwardedUntrusted, localClient } from './client-address.ts'
import { compileTrustedProxies } from './trusted-proxies.ts'

/** Tells better-auth the address of the client. A value that the caller sent under this name is replaced. */
export const clientIpHeader = 'x-tabiji-client-ip'

/** Each address is warned of once, and not more addresses than this in a process. */
const maxWarnings = 100

/** Null where there is no socket, as in tests that call the app without a port. */
export function socketAddress(c: Context): string | null {
  if (!c.env || !('incoming' in c.env)) return null
  return getConnInfo(c).remote.address ?? null
}

/** Finds out once for each request which client sent it. */
export function identifyClient(deps: Deps): MiddlewareHandler<AppEnv> {
  const proxies = compileTrustedProxies(deps.config.trustedProxies)
  const warned = new Set<string>()
  return async (c, next) => {
    const socket = socketAddress(c) ?? localClient.address
    const { headers } = c.req.raw
    c.set('client', findClient(socket, headers, proxies))
    if (isForwardedUntrusted(socket, headers, proxies) && !warned.has(socket) && warned.size < maxWarnings) {
      warned.add(socket)
      deps.log.warn(
        { socket },
        'a request names the client it was forwarded for, but it comes from an address that is not a trusted proxy, so the name is ignored; if this is your reverse proxy, add its address to TRUSTED_PROXIES',
      )
    }
    await next()
  }
}
