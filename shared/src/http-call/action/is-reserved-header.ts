// These belong to the HTTP connection, not to the message: setting one can split, smuggle or redirect a request.
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

/** Headers that only the HTTP client sets. */
export function isFramingHeader(name: string): boolean {
  return framing.has(name.toLowerCase())
}

/**
 * Headers that an action must not set: framing headers, and the key with which the engine makes a repeated call
 * harmless.
 */
export function isReservedHeader(name: string): boolean {
  return isFramingHeader(name) || name.toLowerCase() === 'idempotency-key'
}
