import type { Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { listen } from './listen.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function open(port: number, portIsFixed: boolean): Promise<number> {
  const listening = await listen({ host: '127.0.0.1', port, portIsFixed })
  servers.push(listening.server)
  return listening.port
}

/** Port 0 gives any free port. The port after it is usually free too. */
const anyPort = async () => {
  const { server } = await listen({ host: '127.0.0.1', port: 0, portIsFixed: true })
  servers.push(server)
  return (server.address() as { port: number }).port
}

test('a taken port is passed over when none was asked for', async () => {
  const taken = await anyPort()
  expect(await open(taken, false)).toBeGreaterThan(taken)
})

test('a taken port that was asked for is refused, with what to do', async () => {
  const taken = await anyPort()
  await expect(open(taken, true)).rejects.toThrow(
    `Port ${taken} on 127.0.0.1 is taken by another program. Set PORT to a free one, or leave it unset`,
  )
})

test('a host that is not this machine is named', async () => {
  await expect(listen({ host: '192.0.2.1', port: 0, portIsFixed: true })).rejects.toThrow(
    'HOST is "192.0.2.1", which is no address of this machine',
  )
})

test('whoever comes before the start is done is asked to come again', async () => {
  const response = await fetch(`http://127.0.0.1:${await anyPort()}/`)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
})
