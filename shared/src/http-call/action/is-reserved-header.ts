// They belong to the connection over the wire, not to the message: setting one splits, smuggles or redirects a request.
const framing = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers that only the HTTP client writes. */
export function isFramingHeader(name: string): boolean {
  return framing.has(name.toLowerCase())
}

/** Headers that nobody may choose: those, and the key by which the engine makes a repeated call harmless. */
export function isReservedHeader(name: string): boolean {
  return isFramingHeader(name) || name.toLowerCase() === 'idempotency-key'
}
