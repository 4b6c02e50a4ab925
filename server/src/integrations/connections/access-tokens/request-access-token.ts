import { secretMasker } from '@tabiji/shared/auth/mask.ts'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { userAgent } from '../../calls/perform/user-agent.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { decodeTextLossy } from '../../../kernel/encoding/decode-text.ts'
import type { AllowList } from '../../../kernel/outbound/allow-list.ts'
import type { ExternalReply } from '../../../kernel/outbound/fetch-external.ts'
import type { MadeAccessTokens, NewAccessTokens, AccessTokenRequest } from '../auth/access-token-source.ts'
import { sanitizeOAuthError } from '../consent/sanitize-oauth-error.ts'
import type { AccessTokenFailure } from './access-token-failure.ts'

export type AccessTokenResult = { ok: true; tokens: NewAccessTokens } | { ok: false; failure: AccessTokenFailure }

const timeoutMs = 10_000
const maxReplyBytes = 256 * 1024
const longestToken = 20_000
const longestLifeMs = 10 * 365 * 86_400_000

// 408, 425 and 429 mean "try again later". Every other 4xx is a fault of the request itself.
const passingStatuses = new Set([408, 425, 429])

/**
 * Requests a token (RFC 6749 §5). Written here instead of using oauth4webapi 3.8, which checks id_token and `iss`
 * against an issuer, unknown when only the addresses of an API's documentation are given. It also rejects token types,
 * media types and scopes in forms that large vendors send.
 */
export async function requestAccessToken(
  deps: Pick<Deps, 'fetchExternal'>,
  request: AccessTokenRequest | MadeAccessTokens,
  allow: AllowList,
  /** Secrets of the connection that the request does not hold itself, such as the key of a signature. */
  secrets: readonly string[] = [],
): Promise<AccessTokenResult> {
  if ('made' in request) return { ok: true, tokens: request.made }
  const reply = await postFields(deps, request, allow)
  const host = URL.parse(request.url)?.hostname ?? ''
  const retryAfter = reply.headers['retry-after']
  const masker = secretMasker([...secretsIn(request), ...secrets])
  const fail = (error: CalloutError, isFinal: boolean, outcome: CalloutOutcome = 'httpError'): AccessTokenResult => ({
    ok: false,
    failure: {
      outcome,
      status: reply.status,
      retryAfter: retryAfter === undefined ? null : masker(retryAfter),
      error,
      isFinal,
    },
  })
  const { status, outcome } = reply
  if (outcome === 'blocked') return fail(reply.error ?? { code: 'requestRefused' }, false, 'blocked')
  if (outcome !== 'ok' || status === null) {
    const cause = reply.error ?? { code: 'connectionClosed', host }
    return fail({ code: 'tokenUnavailable', host, cause }, false, outcome === 'timeout' ? 'timeout' : 'network')
  }
  const response = readResponse(reply)
  if (status >= 500 || passingStatuses.has(status)) return fail({ code: 'tokenServerFailing', host, status }, false)
  const { error, error_description: description } = response
  const said =
    typeof error === 'string' && error !== ''
      ? sanitizeOAuthError(error, typeof description === 'string' ? description : undefined, masker)
      : null
  if (status >= 300 || said !== null)
    return fail({ code: 'tokenRefused', host, said: said ?? `HTTP ${status}`, status }, true)
  const tokens = readAccessTokens(response)
  return tokens ? { ok: true, tokens } : fail({ code: 'tokenUnreadable', host, status }, true)
}

/** Calls a revocation endpoint (RFC 7009 §2.2). True when it confirms that the token is revoked. */
export async function requestRevocation(
  deps: Pick<Deps, 'fetchExternal'>,
  request: AccessTokenRequest,
  allow: AllowList,
): Promise<boolean> {
  const { outcome, status } = await postFields(deps, request, allow)
  return outcome === 'ok' && status !== null && status >= 200 && status < 300
}

function postFields(
  deps: Pick<Deps, 'fetchExternal'>,
  { url, fields, client }: AccessTokenRequest,
  allow: AllowList,
): Promise<ExternalReply> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': userAgent,
  }
  const body = new URLSearchParams(fields)
  if (client?.in === 'basic' && client.secret !== undefined) {
    const pair = `${formEncoded(client.id)}:${formEncoded(client.secret)}`
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`
  } else if (client) {
    body.set('client_id', client.id)
    if (client.secret !== undefined) body.set('client_secret', client.secret)
  }
  return deps.fetchExternal({ method: 'POST', url, headers, body: body.toString(), allow, timeoutMs, maxReplyBytes })
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

function readResponse(reply: ExternalReply): Record<string, unknown> {
  const text = decodeTextLossy(reply.body, reply.headers['content-type'])
  // Some servers respond with a form, whatever the request accepts.
  if (/^application\/x-www-form-urlencoded\b/i.test(reply.headers['content-type'] ?? ''))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    const parsed = parseExactJson(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {}
  } catch {
    return {}
  }
}

function readAccessTokens(response: Record<string, unknown>): NewAccessTokens | null {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = response
  if (!isToken(accessToken)) return null
  const seconds = Number(expiresIn ?? Number.NaN)
  return {
    accessToken,
    refreshToken: isToken(refreshToken) ? refreshToken : null,
    expiresInMs: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, longestLifeMs) : null,
  }
}

/** The token must be safe in a header. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestToken && /^[\x21-\x7e]+$/.test(value)
}

const secretFields = ['refresh_token', 'code', 'code_verifier', 'assertion', 'token', 'client_secret']

function secretsIn({ fields, client }: AccessTokenRequest): string[] {
  const values = [client?.secret, ...secretFields.map((name) => fields[name])]
  return values.filter((value): value is string => value !== undefined && value !== '')
}
