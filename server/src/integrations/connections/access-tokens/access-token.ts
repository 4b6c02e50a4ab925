import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { connectionRefusal } from '../../calls/perform/connection-refusal.ts'
import type { OpenConnection } from '../../calls/perform/load-callout-target.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { retryAfterMs } from '@tabiji/shared/http-call/failures/retry-policy.ts'
import { createSemaphore, type Semaphore } from '../../../kernel/concurrency/semaphore.ts'
import { accessTokenSourceOf, secretsOf } from '../auth/registry.ts'
import type { TokenPair } from '../auth/access-token-source.ts'
import { findConnection } from '../connection.repository.ts'
import { tryOpenAuth } from '../state/seal-auth.ts'
import { purposeOf } from '../state/purpose-of.ts'
import {
  ensureAccessTokenRow,
  findAccessTokens,
  lockAccessTokens,
  type StoredAccessToken,
  type StoredAccessTokens,
  writeAccessTokenFailure,
} from './access-token.repository.ts'
import { expireConnection } from './expire-connection.ts'
import { requestAccessToken } from './request-access-token.ts'
import { accessTokenOwner, authDigest, isAccessTokenOwner, tryOpenAccessTokens } from './sealed-access-tokens.ts'
import { storeAccessTokens } from './store-access-tokens.ts'
import type { AccessTokenFailure } from './access-token-failure.ts'

export type AccessToken = {
  id: string
  value: string
  /** Never sent with a call; the other system knows it and may quote it. */
  refreshToken: string | null
  /** In milliseconds. Null: the token is used until it is refused. */
  expiresAt: number | null
  obtainedAt: number
  /** The token replaced one that was refused. */
  afterRefusal: boolean
  /** A call of this process succeeded with it, so that a later refusal means that the token expired. */
  hasWorked: boolean
}

type ObtainedAccessToken = { ok: true; token: AccessToken } | { ok: false; failure: AccessTokenFailure }

/** A token is renewed this long before its end, or a fifth of its lifetime before it where that is shorter. */
const renewBeforeMs = 60_000

/**
 * A token that replaced a refused one and never worked was refused for another reason. It is renewed again only after
 * this time.
 */
const doubtAgainMs = 10_000

/**
 * Calls right after a failure share its result instead of requesting again. In a longer outage the circuit breaker
 * stops the calls.
 */
const shareFailureMs = 1000
const longestAskedMs = 60_000

/** Each request holds a database connection, out of a pool of 20, while the other system responds. */
const mostAskedAtOnce = 6

type CachedAccessToken = {
  token: AccessToken | null
  asking: Promise<ObtainedAccessToken> | null
  /** The token that the other system refused. It is not used again, even while no new one could be obtained. */
  refused: AccessToken | null
}

// Keyed by the opened connection. A change of its state or credentials opens it again and so drops its token.
const cache = new WeakMap<OpenConnection, CachedAccessToken>()
const semaphores = new WeakMap<object, Semaphore>()

/**
 * The access token for a call. Only one request at a time asks for a new one, however many calls and workers need it.
 * Within a process, calls share a promise. Between processes they wait for the row lock, and the next one reads the
 * stored result. `refused` is the token that the other system has just refused. It is returned again where a new token
 * would be refused too.
 */
export async function accessTokenOf(
  deps: Deps,
  connection: OpenConnection,
  refused?: AccessToken,
): Promise<ObtainedAccessToken> {
  const cached: CachedAccessToken = cache.get(connection) ?? { token: null, asking: null, refused: null }
  cache.set(connection, cached)
  const now = deps.clock.now().getTime()
  if (refused?.afterRefusal && !refused.hasWorked && now - refused.obtainedAt < doubtAgainMs)
    return { ok: true, token: refused }
  if (refused) cached.refused = refused
  const { token } = cached
  if (token && token.id !== cached.refused?.id && !isStale(token, now)) return { ok: true, token }
  cached.asking ??= obtain(deps, connection, cached.refused).finally(() => (cached.asking = null))
  const obtained = await cached.asking
  if (obtained.ok) cached.token = obtained.token
  // The pending request was made for another reason, and its result is the token that was refused here.
  if (obtained.ok && refused && obtained.token.id === refused.id) return accessTokenOf(deps, connection, refused)
  return obtained
}

async function obtain(
  deps: Deps,
  connection: OpenConnection,
  refused: AccessToken | null,
): Promise<ObtainedAccessToken> {
  // A connection that is tested before it is saved has no row. Its token lasts as long as the test.
  if (connection.id === '') return askUnsaved(deps, connection)
  const usable = (stored: StoredAccessTokens | undefined) => usableAccessToken(deps, stored, { connection, refused })
  const found = usable(await findAccessTokens(deps.db, connection.id))
  if (found) return { ok: true, token: found }

  const semaphore = semaphores.get(deps.db) ?? createSemaphore(mostAskedAtOnce)
  semaphores.set(deps.db, semaphore)
  const release = await semaphore.acquire()
  let obtained: ObtainedAccessToken | undefined
  try {
    // Repeats when an admin's change deleted the row in between.
    while (!obtained) {
      await ensureAccessTokenRow(deps.db, connection.id)
      obtained = await inTransaction(deps, (deps) => obtainAlone(deps, { connection, refused }))
    }
  } finally {
    release()
  }
  if (!obtained.ok && obtained.failure.isFinal) await expireConnection(deps, connection)
  return obtained
}

type WantedAccessToken = { connection: OpenConnection; refused: AccessToken | null }

async function obtainAlone(deps: Deps, wanted: WantedAccessToken): Promise<ObtainedAccessToken | undefined> {
  const { connection } = wanted
  const { id } = connection
  const stored = await lockAccessTokens(deps.db, id)
  const now = deps.clock.now()
  const found = usableAccessToken(deps, stored, wanted)
  if (found) return { ok: true, token: found }
  const failure = stored?.failure
  const retryAt = stored?.retryAt ?? null
  if (failure?.askedWith === authDigest(connection.auth, deps.secrets))
    if (failure.isFinal || (retryAt !== null && retryAt > now)) return fallBack(deps, stored, wanted, failure)
  // The connection may have been revoked or changed since this process read it. Then no new token may be requested, and
  // the stored token must not be judged by this call.
  const present = await findConnection(deps.db, connection.workspaceId, id)
  const closed = present && connectionRefusal(present)
  if (closed) return notAsked(closed)
  const auth = present && tryOpenAuth(present, deps.secrets)
  const { secrets } = deps
  const isUnchanged =
    auth &&
    purposeOf(present) === purposeOf(connection.stored) &&
    accessTokenOwner(auth, secrets) === accessTokenOwner(connection.auth, secrets)
  if (!isUnchanged) return notAsked({ code: 'connectionChanged', connection: connection.name })
  if (!stored) return undefined

  const isOurs = isAccessTokenOwner(stored.belongsTo, auth, secrets)
  const current = isOurs && stored.token ? tryOpenAccessTokens(present, stored.token.sealed, secrets) : null
  const request = await accessTokenSourceOf(auth)?.request(auth, current, now)
  const response = request
    ? await requestAccessToken(deps, request, connection.allow, Object.values(secretsOf(auth)))
    : noWay(connection)
  const at = deps.clock.now()
  if (!response.ok) {
    const { failure } = response
    await writeAccessTokenFailure(
      deps.db,
      id,
      { ...failure, at: at.toISOString(), askedWith: authDigest(auth, deps.secrets) },
      {
        belongsTo: accessTokenOwner(auth, secrets),
        retryAt: new Date(at.getTime() + waitMs(failure, at)),
        keepsToken: isOurs,
      },
    )
    return fallBack(deps, stored, wanted, failure)
  }
  // A server that does not rotate refresh tokens returns none. The old one stays in use.
  const tokens = { ...response.tokens, refreshToken: response.tokens.refreshToken ?? current?.refreshToken ?? null }
  const next = await storeAccessTokens(deps, { ...present, auth }, tokens, {
    askedAt: now,
    afterRefusal: wanted.refused !== null,
  })
  return { ok: true, token: toAccessToken(next, tokens) }
}

/** A token that is about to expire is better than none. */
function fallBack(
  deps: Deps,
  stored: StoredAccessTokens | undefined,
  wanted: WantedAccessToken,
  failure: AccessTokenFailure,
): ObtainedAccessToken {
  const left = failure.isFinal ? null : usableAccessToken(deps, stored, wanted, 'untilItsEnd')
  return left ? { ok: true, token: left } : { ok: false, failure }
}

function usableAccessToken(
  { secrets, clock }: Deps,
  stored: StoredAccessTokens | undefined,
  wanted: WantedAccessToken,
  how: 'whileFresh' | 'untilItsEnd' = 'whileFresh',
): AccessToken | null {
  const { connection, refused } = wanted
  if (!stored?.token || stored.token.id === refused?.id) return null
  if (!isAccessTokenOwner(stored.belongsTo, connection.auth, secrets)) return null
  const opened = tryOpenAccessTokens(connection.stored, stored.token.sealed, secrets)
  if (!opened) return null
  const token = toAccessToken(stored.token, opened)
  const now = clock.now().getTime()
  const isOver = how === 'whileFresh' ? isStale(token, now) : token.expiresAt !== null && token.expiresAt <= now
  return isOver ? null : token
}

function toAccessToken(stored: StoredAccessToken, { accessToken: value, refreshToken }: TokenPair): AccessToken {
  const { id, obtainedAt, expiresAt, afterRefusal } = stored
  const times = { obtainedAt: obtainedAt.getTime(), expiresAt: expiresAt?.getTime() ?? null }
  return { id, value, refreshToken, ...times, afterRefusal, hasWorked: false }
}

function isStale({ expiresAt, obtainedAt }: Pick<AccessToken, 'expiresAt' | 'obtainedAt'>, now: number): boolean {
  if (expiresAt === null) return false
  return now >= expiresAt - Math.min(renewBeforeMs, (expiresAt - obtainedAt) / 5)
}

async function askUnsaved(deps: Deps, { auth, allow }: OpenConnection): Promise<ObtainedAccessToken> {
  const now = deps.clock.now()
  const source = accessTokenSourceOf(auth)
  const request = source?.consent ? null : await source?.request(auth, null, now)
  if (!request)
    return {
      ok: false,
      failure: { outcome: 'blocked', status: null, retryAfter: null, error: { code: 'consentNeeded' }, isFinal: true },
    }
  const response = await requestAccessToken(deps, request, allow, Object.values(secretsOf(auth)))
  if (!response.ok) return response
  const { accessToken: value, refreshToken, expiresInMs } = response.tokens
  const obtainedAt = now.getTime()
  const expiresAt = expiresInMs === null ? null : obtainedAt + expiresInMs
  // Marked as if it came after a refusal: a new token that is refused is not requested again.
  return {
    ok: true,
    token: { id: deps.ids.uuid(), value, refreshToken, expiresAt, obtainedAt, afterRefusal: true, hasWorked: false },
  }
}

/** Nothing to renew with: the other system gave no refresh token, or the refresh token was refused. */
function noWay(connection: OpenConnection): { ok: false; failure: AccessTokenFailure } {
  const error = { code: 'connectionExpired' as const, connection: connection.name }
  return { ok: false, failure: { outcome: 'blocked', status: null, retryAfter: null, error, isFinal: true } }
}

function notAsked(error: CalloutError): { ok: false; failure: AccessTokenFailure } {
  return { ok: false, failure: { outcome: 'blocked', status: null, retryAfter: null, error, isFinal: false } }
}

function waitMs({ retryAfter }: AccessTokenFailure, at: Date): number {
  return Math.min(Math.max(retryAfterMs(retryAfter, at.getTime()) ?? 0, shareFailureMs), longestAskedMs)
}
