import { createServer, type RequestListener, type Server } from 'node:http'
import type { Env } from '../../kernel/env.ts'
import { endStalledRequest } from './end-stalled-request.ts'

const portsToTry = 100

/** Set explicitly: by default Node derives it from `requestTimeout`. */
const headersTimeout = 20_000

/** Limits a whole request. A large file on a slow line needs more than Node's default of five minutes. */
const requestTimeout = 60 * 60_000

/** How often Node checks for requests that exceed a limit. */
const connectionsCheckingInterval = 1_000

/** File descriptors kept for database connections, outbound calls and program files. */
const reservedFiles = 256

export type Listening = {
  server: Server
  port: number
  /** Replaces the handler of all later requests. */
  serve(handler: RequestListener): void
}

/**
 * Takes the port before the parts that need to know it are built. Until the real handler replaces this one, every
 * request gets 503 with `retry-after`.
 */
export async function listen(
  env: Pick<Env, 'host' | 'port' | 'portIsFixed'>,
  options: { stalledAfterMs?: number } = {},
): Promise<Listening> {
  const { host, port, portIsFixed } = env
  const last = portIsFixed ? port : Math.min(port + portsToTry - 1, 65_535)
  for (let candidate = port; candidate <= last; candidate += 1) {
    let handle: RequestListener = (_request, response) => {
      response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('Tabiji is starting.\n')
    }
    const server = createServer(
      { headersTimeout, requestTimeout, connectionsCheckingInterval },
      (request, response) => {
        endStalledRequest(request, response, options.stalledAfterMs)
        handle(request, response)
      },
    )
    server.maxConnections = maxConnections()
    try {
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(candidate, host, resolve))
      return { server, port: candidate, serve: (handler) => (handle = handler) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || portIsFixed)
        throw explain(error as NodeJS.ErrnoException, host, candidate)
    }
  }
  throw new Error(`No port from ${port} to ${last} is free on ${host}. Set PORT to one that is.`)
}

/** Stays below the limit of the operating system, so that many connections leave file descriptors for the rest. */
function maxConnections(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } }
  const files = Number(userLimits?.open_files?.soft)
  return Number.isFinite(files) ? Math.max(files - reservedFiles, 64) : 10_000
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `Port ${port} on ${host} is taken by another program. Set PORT to a free one, or leave it unset: then the next free one is taken.`,
    )
  if (error.code === 'EACCES')
    return new Error(`This user may not listen on port ${port}. Set PORT to a number above 1023.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new Error(
      `HOST is "${host}", which is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.`,
    )
  return error
}
