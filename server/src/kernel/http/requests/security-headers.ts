import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Env } from '../../env.ts'
import type { AppEnv } from '../app-env.ts'

type HeaderConfig = Pick<Env, 'publicUrl' | 'hstsSubdomains'>

export function securityHeaders(config: HeaderConfig): MiddlewareHandler<AppEnv> {
  const headers = headersOf(config)
  return async (c, next) => {
    await headers(c, next)
    // Responses hold personal data, so no cache may store one unless its route allows that.
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  }
}

function headersOf({ publicUrl, hstsSubdomains }: HeaderConfig): MiddlewareHandler<AppEnv> {
  return secureHeaders({
    // Hosted pages set a stricter policy themselves.
    overwrite: false,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // The component library positions elements with style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    crossOriginOpenerPolicy: 'same-origin',
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    // Browsers ignore it over plain http. Behind https it must not apply to a localhost that other programs use too.
    strictTransportSecurity: publicUrl.startsWith('https:')
      ? `max-age=31536000${hstsSubdomains ? '; includeSubDomains' : ''}`
      : false,
  })
}
