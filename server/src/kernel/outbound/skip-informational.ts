import type { Socket } from 'node:net'

/** 101 switches to another protocol, and is no reply to any request here. */
const statusLine = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r\n]/
const statusLineLength = 13
const longestHead = 16 * 1024

/**
 * Passes over each informational response before a reply. No request asks for `100 Continue`, yet servers and proxies send it,
 * and a client has to cope (RFC 9110 §15.2). undici closes the connection instead. What follows the head of a reply is left alone.
 */
export function skipInformational<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket) as () => Buffer | null
  const write = socket.write.bind(socket) as (...parts: unknown[]) => boolean
  let isBeforeReply = true
  let start: Buffer = Buffer.alloc(0)
  // One exchange at a time uses the socket, so what comes after a write is the reply to it.
  socket.write = (...parts: unknown[]) => {
    isBeforeReply = true
    return write(...parts)
  }
  socket.read = () => {
    for (let chunk = read(); ; chunk = read()) {
      if (chunk === null || !isBeforeReply) return chunk
      start = withoutInformational(start.length === 0 ? chunk : Buffer.concat([start, chunk]))
      if (start.length === 0 || isIncomplete(start)) continue
      isBeforeReply = false
      const reply = start
      start = Buffer.alloc(0)
      return reply
    }
  }
  return socket
}

function withoutInformational(bytes: Buffer): Buffer {
  let rest = bytes
  for (let end = endOfInformational(rest); end !== null; end = endOfInformational(rest)) rest = rest.subarray(end)
  return rest
}

function endOfInformational(bytes: Buffer): number | null {
  if (!statusLine.test(bytes.toString('latin1', 0, statusLineLength))) return null
  const end = bytes.indexOf('\r\n\r\n')
  return end === -1 ? null : end + 4
}

/** Whether more bytes have to come before it shows what this is. */
function isIncomplete(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, statusLineLength)
  if (bytes.length < statusLineLength)
    return 'HTTP/1.'.startsWith(head.slice(0, 7)) && /^.{0,8}( (1\d{0,2})?)?$/.test(head)
  return statusLine.test(head) && bytes.length < longestHead
}
