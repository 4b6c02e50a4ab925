import type { LookupAddress, RecordWithTtl } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { LRUCache } from 'lru-cache'
import { createFairQueue } from '../../concurrency/fair-queue.ts'
import { type Clock, systemClock } from '../../clock.ts'
import { readNameSettings, type NameSettings } from './name-settings.ts'

export class NameNotResolved extends Error {
  /** `noAnswer`: no name server answered, or it failed. The name may exist. */
  readonly reason: 'notFound' | 'noAnswer'
  constructor(reason: 'notFound' | 'noAnswer') {
    super(reason === 'notFound' ? 'The name does not exist.' : 'No name server answered.')
    this.name = 'NameNotResolved'
    this.reason = reason
  }
}

/** The addresses of a name for a workspace. Rejects with `NameNotResolved`. */
export type Resolve = (host: string, workspaceId: string) => Promise<LookupAddress[]>

export type NameResolverOptions = {
  clock?: Pick<Clock, 'monotonic'>
  /** `address` or `address:port`. Default: the name servers of this machine. */
  servers?: readonly string[]
  readSettings?: () => Promise<NameSettings>
  /** For all questions about one name together. */
  timeLimitMs?: number
}

const defaultTimeLimitMs = 3_000
const firstTryMs = 1_000
const tries = 2

const mostTtlSeconds = 3_600
const notFoundTtlSeconds = 10
/** Short, but long enough that calls in a row to a dead name wait once. */
const noAnswerTtlSeconds = 5

/** After one address family answered, the other one gets this time. Some name servers never answer for IPv6. */
const otherFamilyMs = 250
const settingsFreshMs = 30_000
const lookupsAtOnce = 1_000
const lookupsPerWorkspace = 8

type Found = { addresses: LookupAddress[]; ttlSeconds: number }
type Answer = Found | NameNotResolved

/**
 * Resolves names by the hosts file and DNS. `dns.lookup` is not used: it occupies one of Node's few threads for as long as a name
 * server stays silent, so that six dead names would stop every other look-up. A workspace has `lookupsPerWorkspace` at a time; more
 * of its names wait, and no other workspace waits for them.
 */
export function createNameResolver(options: NameResolverOptions = {}): Resolve {
  const clock = options.clock ?? systemClock
  const timeLimitMs = options.timeLimitMs ?? defaultTimeLimitMs
  const readSettings = options.readSettings ?? readNameSettings
  const turns = createFairQueue({ atOnce: lookupsAtOnce, perWorkspace: lookupsPerWorkspace })
  const cache = new LRUCache<string, Answer>({
    max: 10_000,
    perf: { now: () => clock.monotonic() },
    ttlResolution: 0,
  })
  const underWay = new Map<string, Promise<Answer>>()
  let loaded: { at: number; settings: Promise<NameSettings>; resolver: Resolver } | null = null

  /** Read again now and then: the network of a machine may change. */
  const load = () => {
    const at = clock.monotonic()
    if (loaded && at - loaded.at < settingsFreshMs) return loaded
    const resolver = new Resolver({ timeout: firstTryMs, tries })
    if (options.servers) resolver.setServers([...options.servers])
    loaded = { at, settings: readSettings(), resolver }
    return loaded
  }

  /** Looks at the cache again: another look-up of the same name may have ended while this one waited. */
  const ask = async (name: string): Promise<Answer> => {
    const known = cache.get(name)
    if (known) return known
    const asking = underWay.get(name) ?? query(name)
    underWay.set(name, asking)
    return asking
  }

  const query = async (name: string): Promise<Answer> => {
    try {
      const { settings, resolver } = load()
      const answer = await within(timeLimitMs, askServers(resolver, candidates(name, await settings)))
      const ttlSeconds =
        answer instanceof NameNotResolved
          ? answer.reason === 'notFound'
            ? notFoundTtlSeconds
            : noAnswerTtlSeconds
          : Math.min(answer.ttlSeconds, mostTtlSeconds)
      // lru-cache takes 0 for "for ever".
      if (ttlSeconds > 0) cache.set(name, answer, { ttl: ttlSeconds * 1000 })
      return answer
    } finally {
      underWay.delete(name)
    }
  }

  return async (host, workspaceId) => {
    const name = host.toLowerCase()
    const local = localAddresses(name, await load().settings)
    if (local) return local
    const answer = cache.get(name) ?? (await turns.run({ workspaceId, personId: null }, () => ask(name)))
    if (answer instanceof NameNotResolved) throw answer
    return answer.addresses
  }
}

/** RFC 6761: `localhost` and every name below it mean this machine, whatever a name server says. */
function localAddresses(name: string, { hosts }: NameSettings): LookupAddress[] | null {
  const listed = hosts.get(name)
  if (listed) return inOrder(listed)
  if (name !== 'localhost' && !name.endsWith('.localhost')) return null
  return [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
}

/** In the order of resolv.conf(5): a name with fewer dots than `ndots` is tried in the search domains first. */
function candidates(name: string, { searchDomains, ndots }: NameSettings): string[] {
  const inDomains = searchDomains.map((domain) => `${name}.${domain}`)
  const isLong = name.split('.').length - 1 >= ndots
  return isLong ? [name, ...inDomains] : [...inDomains, name]
}

async function askServers(resolver: Resolver, names: string[]): Promise<Answer> {
  let failure = new NameNotResolved('notFound')
  for (const name of names) {
    const answer = await askBothFamilies(resolver, name)
    if (!(answer instanceof NameNotResolved)) return answer
    if (answer.reason === 'noAnswer') failure = answer
  }
  return failure
}

async function askBothFamilies(resolver: Resolver, name: string): Promise<Answer> {
  const asked = [
    settle(resolver.resolve4(name, { ttl: true }), 4),
    settle(resolver.resolve6(name, { ttl: true }), 6),
  ] as const
  // Also a family without an answer counts here only when the other one has none either.
  const first = await Promise.race(
    asked.map(async (answer) => ((await answer) instanceof NameNotResolved ? null : answer)),
  )
  const answers = await Promise.all(first ? asked.map((answer) => within(otherFamilyMs, answer)) : asked)
  const found = answers.filter((answer): answer is Found => !(answer instanceof NameNotResolved))
  if (found.length > 0)
    return {
      addresses: inOrder(found.flatMap(({ addresses }) => addresses)),
      ttlSeconds: Math.min(...found.map(({ ttlSeconds }) => ttlSeconds)),
    }
  const isSilent = answers.some((answer) => answer instanceof NameNotResolved && answer.reason === 'noAnswer')
  return new NameNotResolved(isSilent ? 'noAnswer' : 'notFound')
}

function settle(records: Promise<RecordWithTtl[]>, family: 4 | 6): Promise<Answer> {
  return records.then(
    (found) => ({
      addresses: found.map(({ address }) => ({ address, family })),
      ttlSeconds: Math.min(mostTtlSeconds, ...found.map(({ ttl }) => ttl)),
    }),
    ({ code }: NodeJS.ErrnoException) =>
      // EBADNAME: the name cannot exist, such as one with a label that is too long.
      new NameNotResolved(/^(ENOTFOUND|ENODATA|EBADNAME)$/.test(code ?? '') ? 'notFound' : 'noAnswer'),
  )
}

function within(limitMs: number, answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(new NameNotResolved('noAnswer')), limitMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** RFC 6724, rule 1: addresses that this machine cannot reach come last. */
function inOrder(addresses: readonly LookupAddress[]): LookupAddress[] {
  const first = hasIPv6() ? 6 : 4
  return addresses.toSorted((one, other) => Number(other.family === first) - Number(one.family === first))
}

function hasIPv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family, internal, scopeid }) => family === 'IPv6' && !internal && scopeid === 0),
  )
}
