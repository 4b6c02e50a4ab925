import type { IncomingMessage, ServerResponse } from 'node:http'

/** A body that brings no byte for so long is given up. A handler that stops reading for longer loses its sender too. */
export const stalledAfterMs = 30_000

/**
 * Answers 408 to a body that stands still and closes its connection, so that idle senders hold neither memory nor sockets.
 * Node limits the time of a whole request alone.
 */
export function endStalledRequest(request: IncomingMessage, response: ServerResponse, afterMs = stalledAfterMs): void {
  const { headers, socket } = request
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return
  const stop = () => void socket.setTimeout(0)
  // Node destroys a socket that is idle unless somebody listens here. It asks the request while its body is incomplete,
  // and the response afterwards, when the handler may still be at work.
  request.once('timeout', () => {
    if (response.headersSent) return void socket.destroy()
    response.once('finish', () => socket.destroy())
    response.writeHead(408, { connection: 'close', 'content-type': 'text/plain' }).end('The body did not go on.\n')
  })
  response.once('timeout', stop)
  request.once('end', stop)
  request.once('close', stop)
  socket.setTimeout(afterMs)
}
