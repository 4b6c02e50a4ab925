import type { MiddlewareHandler } from 'hono'
import type { Deps } from '../../deps.ts'
import { ServiceError } from '../../errors.ts'
import type { AppEnv } from '../app-env.ts'
import { isOwnHost, isOwnOrigin } from './own-address.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser sends cookies also with requests from pages of other sites. So a request that may use cookies must name this host and
 * come from pages of this product. A request with a key does not use anything that a browser adds automatically.
 */
export function ownRequestsOnly(deps: Deps): MiddlewareHandler<AppEnv> {
  const { publicUrl } = deps.config
  return async (c, next) => {
    const { headers, method } = c.req.raw
    if (!headers.has('authorization') && !headers.has('x-api-token')) {
      const host = headers.get('host') ?? new URL(c.req.url).host
      if (!isOwnHost(host, publicUrl))
        throw new ServiceError('forbidden', { text: 'hostRefused', params: { host, publicUrl } })
      const origin = headers.get('origin')
      const foreign = origin !== null ? !isOwnOrigin(origin, host, publicUrl) : isCrossSite(headers)
      if (foreign && !safeMethods.has(method))
        throw new ServiceError('forbidden', { text: 'originRefused', params: { origin: origin ?? 'cross-site' } })
    }
    await next()
  }
}

function isCrossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}
