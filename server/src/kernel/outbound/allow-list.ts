import ipaddr from 'ipaddr.js'

type NameEntry = { kind: 'name'; host: string; port: number | null }
type RangeEntry = { kind: 'range'; base: ipaddr.IPv4 | ipaddr.IPv6; bits: number; port: number | null }
export type AllowEntry = NameEntry | RangeEntry

/** Targets that may be called although they are private or use plain http. */
export type AllowList = {
  /** Whose list it is. Empty for the server's own. */
  readonly workspaceId: string
  /** Equal lists have equal keys. */
  readonly key: string
  /** The name itself is listed: every address that it resolves to is allowed. */
  allowsHost(host: string, port: number): boolean
  /** The name is listed by a workspace: plain http is allowed, and of its addresses the public ones and those of `mayOpen`. */
  namesHost(host: string, port: number): boolean
  mayOpen(address: string, port: number): boolean
  allowsAddress(address: string, port: number): boolean
  /** An address may be allowed on this port, so a name is decided only after it was resolved. */
  hasAddressFor(port: number): boolean
}

export const emptyAllowList: AllowList = compileAllowList([])

/** `host`, `host:port`, an address, `[IPv6]:port`, or a CIDR range. Null: none of these. */
export function parseAllowEntry(text: string): AllowEntry | null {
  const entry = text.trim().toLowerCase()
  if (entry === '' || /[\s@?#\\]|:\/\//.test(entry)) return null

  if (entry.includes('/')) {
    if (!ipaddr.isValidCIDR(entry)) return null
    const [base, bits] = ipaddr.parseCIDR(entry)
    return { kind: 'range', base, bits, port: null }
  }
  if (ipaddr.IPv6.isValid(entry)) return rangeOf(entry, null)

  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(entry)
  if (!match) return null
  const port = match[2] === undefined ? null : Number(match[2])
  if (port !== null && (port < 1 || port > 65_535)) return null
  const host = normaliseHost(match[1] ?? '')
  if (host === null) return null
  return ipaddr.isValid(host) ? rangeOf(host, port) : { kind: 'name', host, port }
}

/** Skips entries that cannot be parsed. Check a list from a person with `parseAllowEntry` first. */
export function compileAllowList(texts: readonly string[], workspaceId = ''): AllowList {
  const entries = texts.map(parseAllowEntry).filter((entry) => entry !== null)
  const names = entries.filter((entry) => entry.kind === 'name')
  const ranges = entries.filter((entry) => entry.kind === 'range')
  return {
    workspaceId,
    key: [...new Set(texts.map((text) => text.trim().toLowerCase()))].toSorted().join(','),
    namesHost: () => false,
    mayOpen: () => false,
    hasAddressFor: (port) => ranges.some((entry) => fitsPort(entry, port)),
    allowsHost: (host, port) => names.some((entry) => entry.host === host && fitsPort(entry, port)),
    allowsAddress: (address, port) => {
      if (ranges.length === 0 || !ipaddr.isValid(address)) return false
      const parsed = ipaddr.parse(address)
      return ranges.some(
        ({ base, bits, port: only }) =>
          fitsPort({ port: only }, port) && base.kind() === parsed.kind() && parsed.match(base, bits),
      )
    },
  }
}

/** What the operator lists, and what a workspace adds. */
export function joinAllowLists(operator: AllowList, workspace: AllowList): AllowList {
  return {
    workspaceId: workspace.workspaceId,
    key: `${operator.key} ${workspace.key}`,
    allowsHost: (host, port) => operator.allowsHost(host, port) || workspace.allowsHost(host, port),
    namesHost: workspace.namesHost,
    mayOpen: workspace.mayOpen,
    allowsAddress: (address, port) => operator.allowsAddress(address, port) || workspace.allowsAddress(address, port),
    hasAddressFor: (port) => operator.hasAddressFor(port) || workspace.hasAddressFor(port),
  }
}

/**
 * The host as a URL writes it: lower case, punycode, decimal/octal/hex addresses as dotted quads, no brackets, no final
 * dot.
 */
export function normaliseHost(host: string): string | null {
  const url = URL.parse(`http://${host}/`)
  if (!url || url.pathname !== '/' || url.port !== '' || url.username !== '') return null
  return hostOf(url)
}

export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

function rangeOf(address: string, port: number | null): RangeEntry {
  const base = ipaddr.parse(address)
  return { kind: 'range', base, bits: base.kind() === 'ipv4' ? 32 : 128, port }
}

function fitsPort(entry: { port: number | null }, port: number): boolean {
  return entry.port === null || entry.port === port
}
