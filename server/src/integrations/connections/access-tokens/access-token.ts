import type { CalloutError } from '../../calls/perform/callout-error.ts'
import { closedConnection } from '../../calls/perform/closed-connection.ts'
import type { OpenConnection } from '../../calls/perform/load-callout-target.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { retryAfterMs } from '@tabiji/shared/http-call/failures/retry-policy.ts'
import { createSemaphore, type Semaphore } from '../../../kernel/concurrency/semaphore.ts'
import { tokenSourceOf } from '../auth/registry.ts'
import { findConnection } from '../connection.repository.ts'
import { openAuth } from '../seal-auth.ts'
import {
  ensureTokenRow,
  findTokens,
  lockTokens,
  type StoredToken,
  type StoredTokens,
  writeTokenFailure,
} from './connection-token.repository.ts'
import { expireConnection } from './expire-connection.ts'
import { requestToken } from './request-token.ts'
import { authDigest, openTokens, tokenOwner } from './sealed-tokens.ts'
import { storeTokens } from './store-tokens.ts'
import type { TokenFailure } from './token-failure.ts'

export type AccessToken = {
  id: string
  value: string
  /** Milliseconds, as everywhere here. Null: it is used until it is turned down. */
  expiresAt: number | null
  obtainedAt: number
  /** It came in place of one that had been turned down. */
  afterRefusal: boolean
  /** Some call of this process was answered by it, so that being turned down later is a matter of its age. */
  hasWorked: boolean
}

type Got = { ok: true; token: AccessToken } | { ok: false; failure: TokenFailure }

/** A token is renewed so long before its end, or a fifth of its life where that is shorter. */
const renewBeforeMs = 60_000

/** A token that came in place of a refused one and never worked is refused for another reason; it is doubted again only later. */
const doubtAgainMs = 10_000

/** Those who come right after a failure share its answer instead of asking again; a longer outage is the breaker's to spare. */
const shareFailureMs = 1000
const longestAskedMs = 60_000

/** Each holds a database connection while the other side is asked, out of a pool of 20. */
const mostAskedAtOnce = 6

type Known = {
  token: AccessToken | null
  asking: Promise<Got> | null
  /** Turned down by the other side: of no use any more, also when nothing new could be got in its place yet. */
  refused: AccessToken | null
}

// By the opened connection: a change of its state or its credentials opens it anew, and with that forgets its token.
const known = new WeakMap<OpenConnection, Known>()
const places = new WeakMap<object, Semaphore>()

/**
 * The access token to call with. One request at a time asks for a new one, however many calls of however many workers need it:
 * within a process they wait for the same promise, between processes for the row's lock, and whoever gets it next reads the
 * result. `refused` is the token that the other side has just turned down: it gets that same one back where a new one would
 * be turned down too.
 */
export async function accessTokenOf(deps: Deps, connection: OpenConnection, refused?: AccessToken): Promise<Got> {
  const mine: Known = known.get(connection) ?? { token: null, asking: null, refused: null }
  known.set(connection, mine)
  const now = deps.clock.now().getTime()
  if (refused?.afterRefusal && !refused.hasWorked && now - refused.obtainedAt < doubtAgainMs)
    return { ok: true, token: refused }
  if (refused) mine.refused = refused
  const { token } = mine
  if (token && token.id !== mine.refused?.id && !isStale(token, now)) return { ok: true, token }
  mine.asking ??= obtain(deps, connection, mine.refused).finally(() => (mine.asking = null))
  const got = await mine.asking
  if (got.ok) mine.token = got.token
  // Somebody else was asking for another reason, and what came of it is what was refused here.
  if (got.ok && refused && got.token.id === refused.id) return accessTokenOf(deps, connection, refused)
  return got
}

async function obtain(deps: Deps, connection: OpenConnection, refused: AccessToken | null): Promise<Got> {
  // A connection that is tried before it is saved has no row, and its token lives as long as the try.
  if (connection.id === '') return askUnsaved(deps, connection)
  const owner = tokenOwner(connection.auth, deps.secrets)
  const usable = (stored: StoredTokens | undefined) => usableToken(deps, stored, { owner, refused })
  const found = usable(await findTokens(deps.db, connection.id))
  if (found) return { ok: true, token: found }

  const place = places.get(deps.db) ?? createSemaphore(mostAskedAtOnce)
  places.set(deps.db, place)
  const release = await place.acquire()
  let got: Got | undefined
  try {
    // Again where an admin's step took the row away in between.
    while (!got) {
      await ensureTokenRow(deps.db, connection.id)
      got = await inTransaction(deps, (deps) => obtainAlone(deps, connection, { owner, refused }))
    }
  } finally {
    release()
  }
  if (!got.ok && got.failure.isFinal) await expireConnection(deps, connection)
  return got
}

async function obtainAlone(
  deps: Deps,
  connection: OpenConnection,
  of: { owner: string; refused: AccessToken | null },
): Promise<Got | undefined> {
  const { id } = connection
  const stored = await lockTokens(deps.db, id)
  const now = deps.clock.now()
  const found = usableToken(deps, stored, of)
  if (found) return { ok: true, token: found }
  const failure = stored?.failure
  const askAgainAt = stored?.askAgainAt ?? null
  if (failure?.askedWith === authDigest(connection.auth, deps.secrets))
    if (failure.isFinal || (askAgainAt !== null && askAgainAt > now)) return fallBack(deps, stored, of, failure)
  // It may have been revoked or changed since this process looked. Then nothing new may come into being, and what is held now
  // is not this call's to judge.
  const present = await findConnection(deps.db, connection.workspaceId, id)
  const closed = present && closedConnection(present)
  if (closed) return notAsked(closed)
  const auth = present && openAuth(present, deps.secrets)
  if (!auth || tokenOwner(auth, deps.secrets) !== of.owner)
    return notAsked({ code: 'connectionChanged', connection: connection.name })
  if (!stored) return undefined

  const isOurs = stored.belongsTo === of.owner
  const held = isOurs && stored.token ? openTokens(stored.token.sealed, deps.secrets) : null
  const request = await tokenSourceOf(auth)?.request(auth, held, now)
  const answer = request ? await requestToken(deps, request, connection.allow) : noWay(connection)
  const at = deps.clock.now()
  if (!answer.ok) {
    const { failure } = answer
    await writeTokenFailure(
      deps.db,
      id,
      { ...failure, at: at.toISOString(), askedWith: authDigest(auth, deps.secrets) },
      { belongsTo: of.owner, askAgainAt: new Date(at.getTime() + waitMs(failure, at)), keepsToken: isOurs },
    )
    return fallBack(deps, stored, of, failure)
  }
  // A server that does not rotate refresh tokens sends none back: the old one goes on.
  const tokens = { ...answer.tokens, refreshToken: answer.tokens.refreshToken ?? held?.refreshToken ?? null }
  const next = await storeTokens(deps, { id, auth }, tokens, { askedAt: now, afterRefusal: of.refused !== null })
  return { ok: true, token: toAccessToken(next, tokens.accessToken) }
}

/** A token that is about to run out is still better than none. */
function fallBack(
  deps: Deps,
  stored: StoredTokens | undefined,
  of: { owner: string; refused: AccessToken | null },
  failure: TokenFailure,
): Got {
  const left = failure.isFinal ? null : usableToken(deps, stored, of, 'untilItsEnd')
  return left ? { ok: true, token: left } : { ok: false, failure }
}

function usableToken(
  { secrets, clock }: Deps,
  stored: StoredTokens | undefined,
  of: { owner: string; refused: AccessToken | null },
  how: 'whileFresh' | 'untilItsEnd' = 'whileFresh',
): AccessToken | null {
  if (!stored?.token || stored.belongsTo !== of.owner || stored.token.id === of.refused?.id) return null
  const token = toAccessToken(stored.token, openTokens(stored.token.sealed, secrets).accessToken)
  const now = clock.now().getTime()
  const isOver = how === 'whileFresh' ? isStale(token, now) : token.expiresAt !== null && token.expiresAt <= now
  return isOver ? null : token
}

function toAccessToken({ id, obtainedAt, expiresAt, afterRefusal }: StoredToken, value: string): AccessToken {
  const times = { obtainedAt: obtainedAt.getTime(), expiresAt: expiresAt?.getTime() ?? null }
  return { id, value, ...times, afterRefusal, hasWorked: false }
}

function isStale({ expiresAt, obtainedAt }: Pick<AccessToken, 'expiresAt' | 'obtainedAt'>, now: number): boolean {
  if (expiresAt === null) return false
  return now >= expiresAt - Math.min(renewBeforeMs, (expiresAt - obtainedAt) / 5)
}

async function askUnsaved(deps: Deps, { auth, allow }: OpenConnection): Promise<Got> {
  const now = deps.clock.now()
  const source = tokenSourceOf(auth)
  const request = source?.consent ? null : await source?.request(auth, null, now)
  if (!request)
    return {
      ok: false,
      failure: { outcome: 'blocked', status: null, retryAfter: null, error: { code: 'consentNeeded' }, isFinal: true },
    }
  const answer = await requestToken(deps, request, allow)
  if (!answer.ok) return answer
  const { accessToken, expiresInMs } = answer.tokens
  const obtainedAt = now.getTime()
  const expiresAt = expiresInMs === null ? null : obtainedAt + expiresInMs
  // As if it came after a refusal: a brand-new token that is turned down is not asked for again.
  return {
    ok: true,
    token: { id: deps.ids.uuid(), value: accessToken, expiresAt, obtainedAt, afterRefusal: true, hasWorked: false },
  }
}

/** Nothing is held that could be renewed: the other side gave no refresh token, or its end was all it had. */
function noWay(connection: OpenConnection): { ok: false; failure: TokenFailure } {
  const error = { code: 'connectionExpired' as const, connection: connection.name }
  return { ok: false, failure: { outcome: 'blocked', status: null, retryAfter: null, error, isFinal: true } }
}

function notAsked(error: CalloutError): { ok: false; failure: TokenFailure } {
  return { ok: false, failure: { outcome: 'blocked', status: null, retryAfter: null, error, isFinal: false } }
}

function waitMs({ retryAfter }: TokenFailure, at: Date): number {
  return Math.min(Math.max(retryAfterMs(retryAfter, at.getTime()) ?? 0, shareFailureMs), longestAskedMs)
}
