import { parseAddress, type TrustedProxies } from './trusted-proxies.ts'

/** Where a request came from. */
export type Client = {
  /** In its shortest form, without a port. */
  address: string
  /** What a limit counts by: the address, or the /64 network of an IPv6 address, because a line usually has one. */
  key: string
}

/** Above this number of hops the rest is ignored: the header is as long as its sender likes. */
const maxHops = 20

export const localClient: Client = { address: '127.0.0.1', key: '127.0.0.1' }

/**
 * The only place that decides who the client is. Each proxy appends the address it was called from, so the list is read from the
 * right while the address that wrote an entry belongs to a trusted proxy. The first address that does not is the client; what
 * stands left of it may be invented.
 */
export function findClient(socket: string, headers: Headers, proxies: TrustedProxies): Client {
  const byList = walk(socket, forwardedForEntries(headers), proxies)
  const byForwarded = walk(socket, forwardedEntries(headers), proxies)
  if (!headers.has('forwarded')) return toClient(byList)
  if (!headers.has('x-forwarded-for')) return toClient(byForwarded)
  // A proxy that writes one of the headers passes the other one on as the client sent it. When they differ, it is unknown which.
  return toClient(byList === byForwarded ? byList : canonical(socket))
}

/** True when a request names a client, but not by a proxy that is trusted: usually a setting is missing. */
export function isForwardedUntrusted(socket: string, headers: Headers, proxies: TrustedProxies): boolean {
  return (headers.has('x-forwarded-for') || headers.has('forwarded')) && !proxies.includes(socket)
}

function walk(socket: string, entries: string[], proxies: TrustedProxies): string {
  let client = canonical(socket)
  for (const entry of entries.toReversed().slice(0, maxHops)) {
    if (!proxies.includes(client)) break
    const before = parseAddress(withoutPort(entry))
    if (!before) break
    client = before.toString()
  }
  return client
}

function forwardedForEntries(headers: Headers): string[] {
  return split(headers.get('x-forwarded-for') ?? '', ',')
}

/** RFC 7239. An element without `for` is an address that the proxy does not tell. */
function forwardedEntries(headers: Headers): string[] {
  return split(headers.get('forwarded') ?? '', ',').map((element) => {
    const pair = split(element, ';').find((part) => /^for=/i.test(part))
    return pair === undefined ? 'unknown' : pair.slice('for='.length).replace(/^"(.*)"$/, '$1')
  })
}

function split(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator).map((part) => part.trim())
}

/** `192.0.2.7:4711`, `[2001:db8::7]:4711` and `[2001:db8::7]`. */
function withoutPort(entry: string): string {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry) ?? []
  if (inBrackets !== undefined) return inBrackets
  const [, ipv4] = /^([\d.]+):\d{1,5}$/.exec(entry) ?? []
  return ipv4 ?? entry
}

function canonical(address: string): string {
  return parseAddress(address)?.toString() ?? address
}

function toClient(address: string): Client {
  const parsed = parseAddress(address)
  if (!parsed || parsed.kind() === 'ipv4') return { address, key: address }
  const network = parsed.toByteArray().map((byte, index) => (index < 8 ? byte : 0))
  const hex = Array.from({ length: 8 }, (_, index) =>
    ((network[index * 2]! << 8) | network[index * 2 + 1]!).toString(16),
  )
  return { address, key: `${parseAddress(hex.join(':'))!.toString()}/64` }
}
