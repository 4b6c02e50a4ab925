import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TargetCounts = {
  /** Calls with an Idempotency-Key that was received before; counted only at /counted. */
  doubles: number
  /** The highest number of simultaneous calls. */
  peakInFlight: number
}

// Every call is answered after 5 ms on a keep-alive connection.
const seen = new Set<string>()
let doubles = 0
let inFlight = 0
let peakInFlight = 0

const server = createServer((request, reply) => {
  inFlight++
  peakInFlight = Math.max(peakInFlight, inFlight)
  // Also when the caller is killed in between.
  reply.on('close', () => inFlight--)
  const key = request.headers['idempotency-key']
  if (request.url === '/counted' && typeof key === 'string') {
    if (seen.has(key)) doubles++
    else seen.add(key)
  }
  request.resume()
  request.on('end', () => {
    setTimeout(() => {
      reply.setHeader('content-type', 'application/json')
      reply.end('{"ok":true,"ts":"1"}')
    }, 5)
  })
})
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
// Each message counts what arrived since the one before.
process.on('message', () => {
  process.send?.({ doubles, peakInFlight } satisfies TargetCounts)
  seen.clear()
  doubles = 0
  peakInFlight = 0
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
