import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// What every call meets: an answer after 5 ms on a kept connection.
const server = createServer((request, reply) => {
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
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
