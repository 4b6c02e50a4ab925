import { createServer, type RequestListener, type Server } from 'node:http'
import type { Env } from '../../kernel/env.ts'
import { endStalledRequest } from './end-stalled-request.ts'

const portsToTry = 100

/** Given by name: Node derives it from `requestTimeout` otherwise, and takes 0 there for "never". */
const headersTimeout = 20_000

/** Of a whole request: a large file on a slow line takes longer than Node's five minutes. */
const requestTimeout = 60 * 60_000

/** How often Node looks for requests over their time. */
const connectionsCheckingInterval = 1_000

/** Files that the process opens for itself: the database, the outside world, the program. */
const reservedFiles = 256

export type Listening = {
  server: Server
  port: number
  /** Takes the requests from now on. */
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

/** Below what the operating system allows, so that a flood of connections leaves files for the rest of the process. */
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
