import type { IncomingMessage, ServerResponse } from 'node:http'

/** A body that sends no byte for this time is refused. The same happens when the handler does not read for this time. */
export const stalledAfterMs = 30_000

/**
 * Answers 408 to a stalled body and closes its connection, so that idle senders hold neither memory nor sockets. Node
 * itself limits only the time of the whole request.
 */
export function endStalledRequest(request: IncomingMessage, response: ServerResponse, afterMs = stalledAfterMs): void {
  const { headers, socket } = request
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return
  const stop = () => void socket.setTimeout(0)
  // Node destroys an idle socket unless a listener handles the timeout. The event comes from the request while its body is
  // incomplete. Afterwards it comes from the response, and the handler may still be working.
  request.once('timeout', () => {
    if (response.headersSent) return void socket.destroy()
    response.once('finish', () => socket.destroy())
    response
      .writeHead(408, { connection: 'close', 'content-type': 'text/plain' })
      .end('The request body did not arrive in time. Check the connection, then send it again.\n')
  })
  response.once('timeout', stop)
  request.once('end', stop)
  request.once('close', stop)
  socket.setTimeout(afterMs)
}
