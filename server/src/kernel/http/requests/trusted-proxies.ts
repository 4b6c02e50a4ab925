import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** The proxies whose headers about the client are believed. */
export type TrustedProxies = { includes(address: string): boolean }

const groups: Record<string, string[]> = {
  none: [],
  loopback: ['127.0.0.0/8', '::1/128'],
  /** The networks of containers and of machines behind one router. */
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Each entry is an address, a CIDR range, or the name of a group. Null: none of these. */
function parseEntry(entry: string): Range[] | null {
  const group = groups[entry.toLowerCase()]
  if (group) return group.map((range) => ipaddr.parseCIDR(range))
  const [address = '', bits] = entry.split('/')
  const parsed = parseAddress(address)
  if (!parsed) return null
  const most = parsed.kind() === 'ipv4' ? 32 : 128
  if (bits === undefined) return [[parsed, most]]
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? [[parsed, Number(bits)]] : null
}

/** The first entry that cannot be read, or null when the list is right. */
export function wrongProxy(entries: readonly string[]): string | null {
  return entries.find((entry) => parseEntry(entry) === null) ?? null
}

export function compileTrustedProxies(entries: readonly string[]): TrustedProxies {
  const ranges = entries.flatMap((entry) => parseEntry(entry) ?? [])
  return {
    includes(address) {
      const parsed = parseAddress(address)
      return parsed !== null && ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))
    },
  }
}

/**
 * An IPv4 address that is written as IPv6 counts as IPv4. Forms that programs read differently, such as `010.0.0.1`, are no
 * address.
 */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const plain = text.replace(/%.*$/, '')
  return isIP(plain) === 0 ? null : ipaddr.process(plain)
}
