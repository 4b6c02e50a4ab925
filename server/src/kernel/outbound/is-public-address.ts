import ipaddr from 'ipaddr.js'

// Reachable like any public address, yet answered by the host of an Azure machine: it hands out instance credentials.
const cloudHostAddresses = new Set(['168.63.129.16'])

/**
 * Whether an address belongs to the public internet. Everything else — private, loopback, link-local (cloud metadata),
 * multicast, documentation, and every IPv6 form that carries an IPv4 address inside (mapped, 6to4, NAT64, Teredo), whatever
 * that inner address is — is reached only through the allow-list.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || cloudHostAddresses.has(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // 2000::/3 is the whole of the global unicast space handed out so far (RFC 4291 §2.4, IANA registry).
  return parsed.kind() === 'ipv4' || (parsed.toByteArray()[0] ?? 0) >> 5 === 0b001
}
