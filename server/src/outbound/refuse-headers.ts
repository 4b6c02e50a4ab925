// They belong to the connection, not to the message: setting one splits, smuggles or redirects a request.
const ownHeaders = new Set([
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
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** The name of the first header that may not be sent; null when all may. */
export function refuseHeaders(headers: Record<string, string>): string | null {
  for (const name in headers) {
    if (!headerName.test(name) || ownHeaders.has(name.toLowerCase())) return name.replace(/[^\x20-\x7e]/g, '?')
    if (!headerValue.test(headers[name] ?? '')) return name
  }
  return null
}
