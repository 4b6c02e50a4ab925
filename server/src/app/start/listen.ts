import { createServer, type Server } from 'node:http'
import type { Env } from '../../kernel/env.ts'

const portsToTry = 100

export type Listening = { server: Server; port: number }

/**
 * Takes the port before the parts that need to know it are built. Until the real handler replaces this one, every
 * request gets 503 with `retry-after`.
 */
export async function listen(env: Pick<Env, 'host' | 'port' | 'portIsFixed'>): Promise<Listening> {
  const { host, port, portIsFixed } = env
  const last = portIsFixed ? port : Math.min(port + portsToTry - 1, 65_535)
  for (let candidate = port; candidate <= last; candidate += 1) {
    // A large file may take longer to arrive than Node's limit of five minutes. Headers must still arrive within one
    // minute.
    const server = createServer({ requestTimeout: 0 }, (_request, response) => {
      response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('Tabiji is starting.\n')
    })
    try {
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(candidate, host, resolve))
      return { server, port: candidate }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || portIsFixed)
        throw explain(error as NodeJS.ErrnoException, host, candidate)
    }
  }
  throw new Error(`No port from ${port} to ${last} is free on ${host}. Set PORT to one that is.`)
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
