const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** In the pattern syntax of better-auth. */
export const loopbackHostPatterns = loopbackNames.flatMap((name) => [name, `${name}:*`])

export function isLoopbackHostname(hostname: string): boolean {
  return loopbackNames.includes(hostname.toLowerCase()) || hostname === '::1'
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address)
}

/** A name or an address that never leaves this machine. */
export function isThisMachine(host: string): boolean {
  return isLoopbackHostname(host) || isLoopbackAddress(host)
}

/**
 * A page of another site can make a browser resolve that site's name to this machine (DNS rebinding). The Host header then still
 * carries that name. Any port is accepted: it may be chosen at the start or mapped by a container.
 */
export function isOwnHost(host: string | null | undefined, publicUrl: string): boolean {
  const url = host ? parseUrl(`http://${host}`) : null
  if (!url || url.pathname !== '/') return false
  return isLoopbackHostname(url.hostname) || url.hostname === new URL(publicUrl).hostname
}

/**
 * Accepts the public address, the requested address, and the other loopback names with the same port. Whole origins are compared,
 * because anybody on the network can write the http page of a site that is served by https.
 */
export function isOwnOrigin(origin: string, host: string | null | undefined, publicUrl: string): boolean {
  const from = parseUrl(origin)
  const own = new URL(publicUrl)
  if (!from || (from.protocol !== 'http:' && from.protocol !== 'https:')) return false
  if (from.origin === own.origin) return true
  const asked = host ? askedUrl(host, own) : null
  if (!asked || from.protocol !== asked.protocol) return false
  if (from.host === asked.host) return true
  return isLoopbackHostname(from.hostname) && isLoopbackHostname(asked.hostname) && from.port === asked.port
}

/** The public name on another port is reached like the public address. Other names are this machine, which serves plain http. */
function askedUrl(host: string, own: URL): URL | null {
  const asked = parseUrl(`http://${host}`)
  return asked?.hostname === own.hostname ? parseUrl(`${own.protocol}//${host}`) : asked
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
