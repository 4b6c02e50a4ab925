import ipaddr from 'ipaddr.js'

// A public address that the host of an Azure machine answers: it hands out instance credentials.
const cloudHostAddresses = new Set(['168.63.129.16'])

/**
 * Whether an address belongs to the public internet. Every other address needs the allow-list: private, loopback,
 * link-local (cloud metadata), multicast, documentation, and every IPv6 form that contains an IPv4 address (mapped,
 * 6to4, NAT64, Teredo), whatever that inner address is.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || cloudHostAddresses.has(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // 2000::/3 is all of the global unicast space allocated so far (RFC 4291 §2.4, IANA registry).
  return parsed.kind() === 'ipv4' || (parsed.toByteArray()[0] ?? 0) >> 5 === 0b001
}
