import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher, Pool } from 'undici'

export type ExchangeRequest = {
  method: string
  path: string
  headers: Record<string, string>
  body: string | Buffer | null
  timeoutMs: number
  maxBytes: number
}

export type Exchange = {
  status: number | null
  headers: Record<string, string>
  /** As received, not decoded. */
  body: Buffer
  error: Error | null
}

export class ExchangeTimeout extends Error {}
export class ReplyTooLarge extends Error {}

const nothing = Buffer.alloc(0)

/**
 * One HTTP exchange. A handler on `dispatch` uses the same pool as `request()`, but without a readable stream for each
 * reply. This saving pays for the limits. At 100 in flight against a 5 ms target, all of `fetchExternal` made 14,511
 * calls/s at 50 µs of CPU each, bare `Pool.request` with `text()` 14,032 at 49 µs (2 cores, shared with the target).
 */
export function exchange(pool: Pool, request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | null = null
    let stopped: Error | null = null
    let status: number | null = null
    let headers: Record<string, string> = {}
    const chunks: Buffer[] = []
    let size = 0

    const settle = (error: Error | null) => {
      clearTimeout(timer)
      const [first] = chunks
      const body = first === undefined ? nothing : chunks.length === 1 ? first : Buffer.concat(chunks)
      resolve({ status, headers, body, error })
    }
    const stop = (error: Error) => {
      if (stopped) return
      stopped = error
      // Settled here, not by the abort: a request that still waits for a socket has nothing to abort and must not block
      // its caller. onRequestStart stops it, so it is never sent after it was reported as timed out.
      settle(error)
      controller?.abort(error)
    }
    const timer = setTimeout(() => stop(new ExchangeTimeout()), request.timeoutMs)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (stopped) started.abort(stopped)
      },
      onResponseStart(_controller, code, received) {
        // A 1xx response is not the reply.
        if (code < 200 || stopped) return
        status = code
        headers = plainHeaders(received)
      },
      onResponseData(_controller, chunk) {
        if (stopped) return
        const room = request.maxBytes - size
        size += chunk.length
        if (chunk.length <= room) chunks.push(chunk)
        else {
          chunks.push(chunk.subarray(0, room))
          stop(new ReplyTooLarge())
        }
      },
      onResponseEnd() {
        if (stopped) return
        stopped = done
        settle(null)
      },
      onResponseError(_controller, error) {
        if (stopped) return
        stopped = error
        settle(error)
      },
    }
    try {
      pool.dispatch(request as Dispatcher.DispatchOptions, handler)
    } catch (error) {
      stop(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

const done = new Error('done')

function plainHeaders(received: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name in received) {
    const value = received[name]
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return headers
}
