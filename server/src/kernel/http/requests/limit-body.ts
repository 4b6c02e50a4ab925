import type { Context, MiddlewareHandler } from 'hono'
import { ServiceError } from '../../errors.ts'
import type { AppEnv } from '../app-env.ts'

/** For every path that says nothing else: sign-in, forms, callbacks, whatever nobody expects. */
export const defaultMaxBodyBytes = 64 * 1024

/** Null where the route reads with a limit of its own. */
type MaxBytes = number | null

/**
 * Stands before the handlers, so that none can collect a body without a limit. Node holds a body to its Content-Length; a
 * chunked one has none, so its bytes are counted as they are read.
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
 * The same request, whose body fails with `tooLarge` at the first byte beyond the limit. A body that announces more fails at
 * its first byte: whoever may not call is told so instead, because nobody reads the body for them.
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
