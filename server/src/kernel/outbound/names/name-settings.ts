import type { LookupAddress } from 'node:dns'
import { readFile } from 'node:fs/promises'
import ipaddr from 'ipaddr.js'

/** What the system resolver reads beside the addresses of the name servers. */
export type NameSettings = {
  hosts: ReadonlyMap<string, LookupAddress[]>
  searchDomains: string[]
  ndots: number
}

const hostsFile = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'
const resolverFile = '/etc/resolv.conf'

export async function readNameSettings(): Promise<NameSettings> {
  const [hosts, resolver] = await Promise.all([hostsFile, resolverFile].map(readIfThere))
  return { hosts: parseHosts(hosts ?? ''), ...parseResolverSettings(resolver ?? '') }
}

/** hosts(5): an address and its names on each line. */
export function parseHosts(text: string): Map<string, LookupAddress[]> {
  const hosts = new Map<string, LookupAddress[]>()
  for (const line of text.split(/\r?\n/)) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (!ipaddr.isValid(address)) continue
    const family = ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6
    for (const name of names.map((each) => each.toLowerCase())) {
      const known = hosts.get(name) ?? []
      if (known.every((each) => each.address !== address)) hosts.set(name, [...known, { address, family }])
    }
  }
  return hosts
}

/** resolv.conf(5). The last `search` or `domain` line counts. */
export function parseResolverSettings(text: string): Pick<NameSettings, 'searchDomains' | 'ndots'> {
  let searchDomains: string[] = []
  let ndots = 1
  for (const line of text.split(/\r?\n/)) {
    const [keyword, ...values] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/)
    if (keyword === 'search' || keyword === 'domain')
      searchDomains = values.map((domain) => domain.toLowerCase().replace(/\.$/, '')).filter((domain) => domain !== '')
    if (keyword === 'options') for (const value of values) ndots = Number(/^ndots:(\d{1,2})$/.exec(value)?.[1] ?? ndots)
  }
  return { searchDomains, ndots }
}

function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
