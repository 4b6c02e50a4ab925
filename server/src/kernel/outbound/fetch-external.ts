import { buildConnector, Pool } from 'undici'
import { type Clock, systemClock } from '../clock.ts'
import { type AllowList, compileAllowList, emptyAllowList, joinAllowLists } from './allow-list.ts'
import { checkTarget, type Target } from './check-target.ts'
import type { TargetRefusal } from '@tabiji/shared/http-call/failures/external-error.ts'
import { decompress } from '../encoding/decompress.ts'
import { errorOf } from './external-error.ts'
import type { ExternalError } from '@tabiji/shared/http-call/failures/external-error.ts'
import { guardedLookup } from './guarded-lookup.ts'
import { type Exchange, exchange } from './exchange.ts'
import { createNameResolver, type Resolve } from './names/name-resolver.ts'
import { refuseHeaders } from './refuse-headers.ts'
import { skipInformational } from './skip-informational.ts'

export type ExternalRequest = {
  method: string
  url: string
  headers?: Record<string, string>
  body?: string | Buffer | null
  /** The workspace that calls, and what it allows in addition to the server's list. */
  allow?: AllowList
  /** For whom the request is made, so that a refused address can be told to its admins. */
  workspaceId?: string
  /** For the whole exchange: resolving, connecting, sending, the complete reply, and redirects. */
  timeoutMs?: number
  maxReplyBytes?: number
  /** 0, the default: a redirect is returned as the reply. */
  maxRedirects?: number
}

/** Every fault of the other system is a value; nothing is thrown. */
export type ExternalReply = {
  outcome: 'ok' | 'timeout' | 'network' | 'blocked' | 'replyTooLarge'
  /** Null when no reply began. */
  status: number | null
  headers: Record<string, string>
  /** Decompressed. The part that arrived, if the exchange broke off. */
  body: Buffer
  truncated: boolean
  durationMs: number
  error: ExternalError | null
}

export type FetchExternal = {
  (request: ExternalRequest): Promise<ExternalReply>
  close(): Promise<void>
}

export type FetchExternalOptions = {
  /** `TABIJI_CALLOUT_ALLOW`. */
  allow?: readonly string[]
  /** Allowed whatever it resolves to, but only this exact address, by POST, without redirects. */
  demoEchoUrl?: string | (() => string)
  /** Called with the host of each request that may not be made because of its address. */
  onRefused?: (refused: { host: string; workspaceId: string | null }) => void
  connectionsPerOrigin?: number
  resolve?: Resolve
  clock?: Pick<Clock, 'monotonic'>
}

export const defaultTimeoutMs = 30_000
export const defaultMaxReplyBytes = 1024 * 1024
const maxHeaderBytes = 32 * 1024
const connectTimeoutMs = 10_000
const mostRedirects = 3
const mostPools = 500

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const redirectStatuses = new Set([301, 302, 303, 307, 308])

type Checked = { target: Target; pool: Pool }
/**
 * One for each workspace and allow-list. A connection opened under one list is never used for a request under another, and the
 * calls of one workspace never wait for those of another to the same host.
 */
type Policy = { allow: AllowList; origins: Map<string, Checked> }

/** The only way to call an outside address: every such request is made here. */
export function createFetchExternal(options: FetchExternalOptions = {}): FetchExternal {
  const resolve = options.resolve ?? createNameResolver({ clock: options.clock ?? systemClock })
  const connections = options.connectionsPerOrigin ?? 256
  const clock = options.clock ?? systemClock
  const operatorList = compileAllowList(options.allow ?? [])
  const policies = new Map<string, Policy>()
  const policyOf = new WeakMap<AllowList, Policy>()
  let poolCount = 0

  const fetchExternal = async (request: ExternalRequest): Promise<ExternalReply> => {
    const reply = await fetchGuarded(request)
    if (reply.error?.code === 'addressNotAllowed')
      options.onRefused?.({ host: reply.error.host ?? '', workspaceId: request.workspaceId ?? null })
    return reply
  }

  const fetchGuarded = async (request: ExternalRequest): Promise<ExternalReply> => {
    const startedAt = clock.monotonic()
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
    const maxBytes = request.maxReplyBytes ?? defaultMaxReplyBytes
    const fail = (outcome: ExternalReply['outcome'], error: ExternalError): ExternalReply => ({
      outcome,
      status: null,
      headers: {},
      body: Buffer.alloc(0),
      truncated: false,
      durationMs: clock.monotonic() - startedAt,
      error,
    })

    let method = request.method.toUpperCase()
    let headers = request.headers ?? {}
    let body = request.body ?? null
    const parsed = URL.parse(request.url)
    if (!parsed) return fail('blocked', { code: 'urlInvalid' })
    let url: URL = parsed
    if (!methods.has(method)) return fail('blocked', { code: 'methodRefused', method })
    const refusedHeader = refuseHeaders(headers)
    if (refusedHeader !== null) return fail('blocked', { code: 'headerRefused', header: refusedHeader })

    const isDemoEcho = method === 'POST' && url.href === demoEchoHref(options.demoEchoUrl)
    let redirectsLeft = isDemoEcho ? 0 : Math.min(request.maxRedirects ?? 0, mostRedirects)
    const policy = isDemoEcho ? demoPolicy(url) : policyFor(request.allow ?? emptyAllowList)

    for (;;) {
      const checked = checkedOrigin(policy, url)
      if ('refused' in checked) return fail('blocked', { code: checked.refused, host: checked.host })
      const leftMs = timeoutMs - (clock.monotonic() - startedAt)
      const answer = await exchange(checked.pool, {
        method,
        path: url.pathname + url.search,
        headers,
        body,
        timeoutMs: Math.max(1, leftMs),
        maxBytes,
      })
      const location = redirectsLeft > 0 && followable(answer) ? (answer.headers['location'] ?? '') : ''
      const next: URL | null = location === '' ? null : URL.parse(location, url.href)
      if (!next) return finish(answer, checked.target)
      if (answer.status === 303 || (method === 'POST' && answer.status !== 307 && answer.status !== 308)) {
        if (method !== 'HEAD') method = 'GET'
        body = null
        headers = withoutBodyHeaders(headers)
      }
      if (next.origin !== url.origin) headers = harmlessHeaders(headers)
      url = next
      redirectsLeft--
    }

    async function finish(answer: Exchange, target: Target): Promise<ExternalReply> {
      if (answer.error) {
        const { outcome, error } = errorOf(answer.error, target, { timeoutMs, maxBytes, maxHeaderBytes })
        return {
          outcome,
          status: answer.status,
          headers: answer.headers,
          // A partial compressed body cannot be read.
          body: answer.headers['content-encoding'] ? Buffer.alloc(0) : answer.body,
          truncated: answer.status !== null,
          durationMs: clock.monotonic() - startedAt,
          error,
        }
      }
      const encoding = answer.headers['content-encoding']
      const decoded = encoding === undefined ? null : await decompress(answer.body, encoding, maxBytes)
      const durationMs = clock.monotonic() - startedAt
      const { status, headers } = answer
      if (decoded === null)
        return { outcome: 'ok', status, headers, body: answer.body, truncated: false, durationMs, error: null }
      if (decoded.ok)
        return { outcome: 'ok', status, headers, body: decoded.body, truncated: false, durationMs, error: null }
      const broken = { status, headers, body: Buffer.alloc(0), truncated: true, durationMs }
      return decoded.reason === 'tooLarge'
        ? { ...broken, outcome: 'replyTooLarge', error: { code: 'replyTooLarge', limit: maxBytes } }
        : { ...broken, outcome: 'network', error: { code: 'replyUndecodable', host: target.host } }
    }
  }

  function policyFor(allow: AllowList): Policy {
    const cached = policyOf.get(allow)
    if (cached) return cached
    const merged = joinAllowLists(operatorList, allow)
    const key = `${merged.workspaceId} ${merged.key}`
    const policy = policies.get(key) ?? { allow: merged, origins: new Map() }
    policies.set(key, policy)
    policyOf.set(allow, policy)
    return policy
  }

  function demoPolicy(url: URL): Policy {
    const key = `demo ${url.host}`
    const policy = policies.get(key) ?? { allow: compileAllowList([url.host]), origins: new Map() }
    policies.set(key, policy)
    return policy
  }

  function checkedOrigin(policy: Policy, url: URL): Checked | { refused: TargetRefusal; host: string } {
    // Credentials are not part of the origin, so they are checked on every request.
    const cached = url.username === '' && url.password === '' ? policy.origins.get(url.origin) : undefined
    if (cached) return cached
    const target = checkTarget(url, policy.allow)
    if ('refused' in target) return target
    if (poolCount >= mostPools) closeIdlePool()
    const checked = { target, pool: openPool(url.origin, target, policy.allow) }
    policy.origins.set(url.origin, checked)
    poolCount++
    return checked
  }

  function openPool(origin: string, target: Target, allow: AllowList): Pool {
    const connect = buildConnector({
      allowH2: false,
      timeout: connectTimeoutMs,
      lookup: guardedLookup(target, allow, resolve),
    })
    return new Pool(origin, {
      connections,
      pipelining: 1,
      // One exchange per socket keeps the limits and timeouts of one call separate from those of another.
      allowH2: false,
      maxHeaderSize: maxHeaderBytes,
      // One timer covers the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, done) =>
        connect(options, (error, socket) => (socket ? done(null, skipInformational(socket)) : done(error, null))),
    })
  }

  function closeIdlePool(): void {
    for (const policy of policies.values()) {
      for (const [origin, { pool }] of policy.origins) {
        if (pool.stats.running + pool.stats.pending + pool.stats.queued > 0) continue
        policy.origins.delete(origin)
        poolCount--
        void pool.close().catch(() => {})
        return
      }
    }
  }

  const close = async () => {
    const pools = [...policies.values()].flatMap(({ origins }) => [...origins.values()].map(({ pool }) => pool))
    policies.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }

  return Object.assign(fetchExternal, { close })
}

function demoEchoHref(url: FetchExternalOptions['demoEchoUrl']): string | null {
  const text = typeof url === 'function' ? url() : url
  return text === undefined ? null : (URL.parse(text)?.href ?? null)
}

function followable(answer: Exchange): boolean {
  return answer.error === null && answer.status !== null && redirectStatuses.has(answer.status)
}

function withoutBodyHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)))
}

/** Any other header may carry a secret of the connection, so another origin gets only these. */
function harmlessHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(accept|accept-language|content-type|user-agent)$/i.test(name)),
  )
}
