import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from '../app-env.ts'

export function securityHeaders(publicUrl: string): MiddlewareHandler<AppEnv> {
  const headers = headersOf(publicUrl)
  return async (c, next) => {
    await headers(c, next)
    // Answers hold personal data, so that no cache on the way keeps one that does not ask for it.
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  }
}

function headersOf(publicUrl: string): MiddlewareHandler<AppEnv> {
  return secureHeaders({
    // Hosted pages say more strictly themselves what they may load.
    overwrite: false,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // The component library positions things with style attributes.
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
    // Over plain http browsers ignore it; behind https it must not bind a localhost that others use too.
    strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
  })
}
