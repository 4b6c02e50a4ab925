import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import { type AllowEntry, type AllowList, parseAllowEntry } from './allow-list.ts'
import { isPublicAddress } from './is-public-address.ts'

/** What an entry of a workspace's list would open that belongs to the host. */
export type EntryRefusal = 'metadata' | 'ownService' | 'outsideLimit'

/** What the admins of workspaces may allow. The operator's own list is not limited. */
export type AllowLimit = {
  mayOpen(address: string, port: number): boolean
  /** Null for a name: its addresses are checked at each call. */
  refusalOf(entry: AllowEntry): EntryRefusal | null
}

/** The private ranges, without loopback and link-local addresses. */
export const defaultAllowMax = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']

/** Where clouds hand out the credentials of the machine to every program on it. */
export const metadataAddresses = [
  '169.254.169.254',
  '169.254.169.253',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]
const metadata = new Set(metadataAddresses.map((address) => ipaddr.parse(address).toNormalizedString()))

type Options = {
  /** `TABIJI_CALLOUT_ALLOW_MAX`. */
  max: readonly string[]
  /** The port of this server. */
  port: number
  /** Refused on every address that is not public. */
  databasePort: number
}

export function createAllowLimit({ max, port: ownPort, databasePort }: Options): AllowLimit {
  const ranges = max.map(parseAllowEntry).filter((entry) => entry?.kind === 'range')

  const refusalAt = (text: string, port: number | null): EntryRefusal | null => {
    const address = plain(text)
    if (metadata.has(address.toNormalizedString())) return 'metadata'
    if (isPublicAddress(address.toString())) return null
    if (port === databasePort) return 'ownService'
    if (port === ownPort && isOwnAddress(address)) return 'ownService'
    const fits = ranges.some(
      (range) =>
        (range.port === null || range.port === port) &&
        range.base.kind() === address.kind() &&
        address.match(range.base, range.bits),
    )
    return fits ? null : 'outsideLimit'
  }
  return {
    mayOpen: (address, port) => ipaddr.isValid(address) && refusalAt(address, port) === null,
    refusalOf(entry) {
      if (entry.kind === 'name') return null
      const { base, bits, port } = entry
      const isOne = bits === (base.kind() === 'ipv4' ? 32 : 128)
      if (isOne) return refusalAt(base.toString(), port)
      // What lies inside a range and is refused stays refused at each call. Its ends say whether it is meant to be wider.
      const [first, last] = endsOf(base, bits)
      const refusals = [first, last].map((end) => refusalAt(end, port)).filter((refusal) => refusal !== 'metadata')
      return refusals.find((refusal) => refusal !== null) ?? null
    },
  }
}

/** The list of a workspace within its limit: names are listed, but not every address that they resolve to. */
export function limitAllowList(list: AllowList, limit: AllowLimit): AllowList {
  return {
    ...list,
    allowsHost: () => false,
    namesHost: list.allowsHost,
    allowsAddress: (address, port) => list.allowsAddress(address, port) && limit.mayOpen(address, port),
    mayOpen: limit.mayOpen,
  }
}

function plain(text: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const address = ipaddr.process(text)
  if (address.kind() !== 'ipv6') return address
  // RFC 6052: the last 32 bits of a NAT64 address are an IPv4 address.
  const parts = (address as ipaddr.IPv6).parts
  const isNat64 = parts[0] === 0x64 && parts[1] === 0xff9b
  return isNat64 ? ipaddr.fromByteArray(address.toByteArray().slice(12)) : address
}

function isOwnAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() === 'loopback' || address.range() === 'unspecified') return true
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const text = address.toNormalizedString()
  return own.some((each) => ipaddr.process(each.address).toNormalizedString() === text)
}

function endsOf(base: ipaddr.IPv4 | ipaddr.IPv6, bits: number): [string, string] {
  const first = base.toByteArray()
  const last = [...first]
  for (let bit = bits; bit < first.length * 8; bit++) {
    const mask = 0x80 >> (bit % 8)
    first[bit >> 3]! &= ~mask
    last[bit >> 3]! |= mask
  }
  return [ipaddr.fromByteArray(first).toString(), ipaddr.fromByteArray(last).toString()]
}
