import type { Context, MiddlewareHandler } from 'hono'
import { ServiceError } from '../../errors.ts'
import type { AppEnv } from '../app-env.ts'

/** The default for every path without a limit of its own: sign-in, forms, callbacks, unknown paths. */
export const defaultMaxBodyBytes = 64 * 1024

/** Null where the route applies its own limit. */
type MaxBytes = number | null

/**
 * Runs before the handlers, so that none can read a body without a limit. Node limits a body to its Content-Length. A chunked
 * body has none, so its bytes are counted while they are read.
 */
export function limitBody(maxBytesOf: (c: Context<AppEnv>) => MaxBytes | Promise<MaxBytes>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw
    if (headers.has('content-length') || headers.has('transfer-encoding')) {
      const maxBytes = await maxBytesOf(c)
      if (maxBytes !== null) c.req.raw = withBodyLimit(c.req.raw, maxBytes)
    }
    await next()
  }
}

/**
 * Returns the same request with a body that fails with `tooLarge` at the first byte beyond the limit. A body with a larger
 * Content-Length fails at its first byte. A caller without permission still gets that refusal, because the body is not read
 * before it.
 */
export function withBodyLimit(request: Request, maxBytes: number): Request {
  const announced = Number(request.headers.get('content-length') ?? 0)
  const isCounted = request.headers.has('transfer-encoding')
  if (!request.body || (!isCounted && announced <= maxBytes)) return request
  let size = isCounted ? 0 : announced
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      if (isCounted) size += chunk.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes, size)
      controller.enqueue(chunk)
    },
  })
  return new Request(request, { body: request.body.pipeThrough(counter), duplex: 'half' } as RequestInit)
}

export function tooLarge(limit: number, size: number): ServiceError {
  return new ServiceError('tooLarge', { params: { limit, size } })
}
