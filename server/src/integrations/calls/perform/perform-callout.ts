import { createHash } from 'node:crypto'
import { type SecretMasker, secretMasker } from '@tabiji/shared/auth/mask.ts'
import { buildRequest, type CalloutRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { generatedFormOf, generatedValue, isPerCallName } from '@tabiji/shared/http-call/request/generated-value.ts'
import { type ExtractedOutput, extractFromReply } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { judgeReply, matchesStatus } from '@tabiji/shared/http-call/reply/judge-reply.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Result } from '@tabiji/shared/kernel/result.ts'
import type { Moment, OutgoingRequest } from '../../connections/auth/define-auth-kind.ts'
import { applyAuth, accessTokenSourceOf } from '../../connections/auth/registry.ts'
import { type AccessToken, accessTokenOf } from '../../connections/access-tokens/access-token.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { ExternalReply } from '../../../kernel/outbound/fetch-external.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import {
  type Masking,
  type RecordedReply,
  type RecordedRequest,
  recordReply,
  recordRequest,
  type AccessTokenRefusal,
} from '../attempts/callout-record.ts'
import { connectionRefusal } from './connection-refusal.ts'
import type { CalloutTarget, OpenConnection } from './load-callout-target.ts'
import { recordConnectionSuccess } from './record-connection-success.ts'
import { maskReply, type MaskedReply, refuseSecrets } from './mask-reply.ts'
import { userAgent } from './user-agent.ts'

export type PerformedCallout = {
  outcome: CalloutOutcome
  status: number | null
  /** Masked and cut, ready to be stored; null when no request could be made. */
  request: RecordedRequest | null
  reply: RecordedReply | null
  /** Outputs of a successful reply, by name. */
  extracted: Record<string, ExtractedOutput>
  /** The unparsed header, for the retry policy. */
  retryAfter: string | null
  durationMs: number
  error: CalloutError | null
}

export type CalloutInput = ({ request: CalloutRequest } | { values: FieldValues }) & {
  idempotencyKey: string | null
  /** Overrides the timeout of the action. */
  timeoutMs?: number
}

/**
 * Performs one attempt of a callout. `request` repeats a request that was built before, so that a retry sends the same
 * bytes; `values` builds a new one. Never throws for a fault of the other system or of the mapping.
 */
export async function performCallout(
  deps: Deps,
  target: CalloutTarget,
  input: CalloutInput,
): Promise<PerformedCallout> {
  const { connection, action } = target
  const closed = connectionRefusal(connection)
  if (closed) return nothingSent('blocked', closed)
  const built =
    'request' in input
      ? { ok: true as const, value: input.request }
      : buildCallout(target, input.values, input.idempotencyKey ?? deps.ids.uuid())
  if (!built.ok) return nothingSent('mappingError', { code: 'notMapped', issues: built.error })

  const isWithToken = accessTokenSourceOf(connection.auth) !== undefined
  const got = isWithToken ? await accessTokenOf(deps, connection) : null
  if (got && !got.ok) return nothingSent(got.failure.outcome, got.failure.error, got.failure)
  let token = got?.token ?? null
  const used = token ? [token] : []
  const send = async () => {
    const moment = { accessToken: token?.value ?? '', now: deps.clock.now() }
    const outgoing = signedRequest(target, built.value, input.idempotencyKey, moment)
    const exchange = await deps.fetchExternal({
      ...outgoing,
      workspaceId: connection.workspaceId,
      allow: connection.allow,
      timeoutMs: input.timeoutMs ?? action.timeoutMs,
      maxReplyBytes: action.maxReplyBytes,
    })
    const masking = maskingOf(connection, used)
    const reply = maskReply(exchange, masking)
    return { outgoing, exchange, masking, reply, refusal: token && refusalOf(connection, reply) }
  }
  let sent = await send()
  let sentBefore: RecordedRequest['sentBefore']
  let judged: Judged | null = null
  if (token && sent.refusal && sent.refusal !== 'unknown') {
    const renewed = await accessTokenOf(deps, connection, token)
    if (!renewed.ok) judged = { outcome: 'httpError', error: renewed.failure.error, extracted: {} }
    else if (renewed.token.id !== token.id) {
      sentBefore = { because: sent.refusal, status: sent.exchange.status ?? 0 }
      token = renewed.token
      used.push(token)
      const { durationMs } = sent.exchange
      sent = await send()
      sent.exchange.durationMs += durationMs
    }
  }
  const { exchange, reply, masking, outgoing, refusal } = sent
  if (token && exchange.status !== null && !refusal) token.hasWorked = true
  const { status } = exchange
  judged ??= judge(target, { exchange, reply, refusal })
  if (judged.outcome === 'succeeded') await recordConnectionSuccess(deps, connection.id)
  return {
    outcome: judged.outcome,
    error: judged.error,
    extracted: judged.extracted,
    status,
    request: { ...recordRequest(outgoing, masking), ...(sentBefore && { sentBefore }) },
    reply: status === null ? null : recordReply({ ...reply, status }, masking),
    retryAfter: reply.headers['retry-after'] ?? null,
    durationMs: Math.round(exchange.durationMs),
  }
}

/** Whether a reply says that the access token is no longer valid; `unknown` where its rule takes too much work. */
function refusalOf({ auth }: OpenConnection, { status, json }: MaskedReply): AccessTokenRefusal | 'unknown' | null {
  if (status === 401) return 'unauthorized'
  const expiredWhen = accessTokenSourceOf(auth)?.expiredWhen(auth)
  if (status === null || expiredWhen === undefined || !json.ok) return null
  // The rule of a success predicate: true for a value that is found and is neither false nor null.
  const judgement = judgeReply({ statuses: [String(status)], predicate: expiredWhen }, status, json.value)
  if (judgement === 'tooCostly') return 'unknown'
  return judgement === 'success' ? 'expiredReply' : null
}

const maskers = new WeakMap<AccessToken, SecretMasker>()

/** A reply may quote the access tokens that the call was sent with as well as the secrets of the connection. */
function maskingOf({ masking }: OpenConnection, used: readonly AccessToken[]): Masking {
  return used.reduce<Masking>((made, token) => {
    const covered = maskers.get(token) ?? secretMasker([token.value, token.refreshToken ?? ''])
    maskers.set(token, covered)
    return { ...made, text: (text, isCut) => made.text(covered(text, isCut), isCut) }
  }, masking)
}

/** `callKey` identifies the call: with the same key, the values that are made for it are the same. */
export function buildCallout(
  { action, connection }: CalloutTarget,
  values: FieldValues,
  callKey: string,
): Result<CalloutRequest, Issue[]> {
  const made = action.tokens.flatMap(({ name, generated }) =>
    generated === undefined ? [] : [[name, generatedValue(generated, digestOf(callKey, name))]],
  )
  return buildRequest(action, connection.baseUrl, { ...values, ...Object.fromEntries(made) })
}

function digestOf(callKey: string, name: string): string {
  return createHash('sha256').update(`${callKey}\n${name}`).digest('hex')
}

/**
 * The request exactly as it is sent. The auth of the connection is applied last, so that an action cannot replace it.
 */
export function signedRequest(
  { connection }: CalloutTarget,
  request: CalloutRequest,
  idempotencyKey: string | null,
  moment: Moment,
): OutgoingRequest {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: '*/*' }
  if (request.contentType !== null) headers['content-type'] = request.contentType
  for (const [name, value] of request.headers) headers[name.toLowerCase()] = value
  if (idempotencyKey !== null) headers['idempotency-key'] = idempotencyKey
  const outgoing = { method: request.method, url: request.url, headers, body: request.body }
  applyAuth(outgoing, connection.auth, moment)
  if (idempotencyKey !== null) renewPerCallHeaders(outgoing, connection.auth, idempotencyKey)
  return outgoing
}

/**
 * A connection sends the same headers with every call. A request id or retry key among them would make the other system
 * refuse or ignore every call but the first, so it is made for each call in the form of the stored value.
 */
function renewPerCallHeaders(outgoing: OutgoingRequest, auth: OpenConnection['auth'], callKey: string): void {
  const stored =
    auth.kind === 'secretHeaders' ? auth.headers : auth.kind === 'apiKey' && auth.in === 'header' ? [auth] : []
  for (const { name, value } of stored) {
    if (!isPerCallName('header', name)) continue
    outgoing.headers[name.toLowerCase()] = generatedValue(generatedFormOf(value), digestOf(callKey, name.toLowerCase()))
  }
}

function nothingSent(
  outcome: CalloutOutcome,
  error: CalloutError,
  said: Pick<PerformedCallout, 'status' | 'retryAfter'> = { status: null, retryAfter: null },
): PerformedCallout {
  const { status, retryAfter } = said
  return { outcome, error, status, retryAfter, request: null, reply: null, extracted: {}, durationMs: 0 }
}

type Judged = Pick<PerformedCallout, 'outcome' | 'error' | 'extracted'>
type Answered = { exchange: ExternalReply; reply: MaskedReply; refusal: AccessTokenRefusal | 'unknown' | null }

function judge({ action, connection }: CalloutTarget, { exchange, reply, refusal }: Answered): Judged {
  const { status } = exchange
  if (exchange.outcome !== 'ok' || status === null) {
    const outcome = exchange.outcome === 'ok' ? 'network' : exchange.outcome
    return { outcome, error: exchange.error, extracted: {} }
  }
  const tooCostly = (rule: string): Judged => ({
    outcome: 'replyUnusable',
    error: { code: 'ruleTooCostly', rule, status },
    extracted: {},
  })
  // The status alone may look like a success.
  if (refusal === 'expiredReply')
    return { outcome: 'httpError', error: { code: 'tokenNotTaken', status }, extracted: {} }
  const { success, extract } = action
  const judgement = judgeReply(success, status, reply.json.ok ? reply.json.value : undefined)
  if (judgement === 'tooCostly') return tooCostly(success.predicate ?? '')
  if (judgement === 'failure') {
    const hasStatus = success.statuses.some((pattern) => matchesStatus(pattern, status))
    const error: CalloutError = hasStatus
      ? { code: 'predicateNotMet', status, predicate: success.predicate ?? '' }
      : { code: 'statusRefused', status, expected: success.statuses.join(', ') }
    return { outcome: 'httpError', error, extracted: {} }
  }
  if (refusal === 'unknown') return tooCostly(accessTokenSourceOf(connection.auth)?.expiredWhen(connection.auth) ?? '')
  if (extract.length === 0) return { outcome: 'succeeded', error: null, extracted: {} }
  const extracted = refuseSecrets(extractFromReply(extract, reply.json), reply)
  const issues = Object.values(extracted).flatMap(({ issue }) => (issue?.severity === 'error' ? [issue] : []))
  // The call succeeded, but an output cannot be used. For the journey this is a failed call.
  if (issues.length > 0) return { outcome: 'replyUnusable', error: { code: 'outputMissing', issues }, extracted }
  return { outcome: 'succeeded', error: null, extracted }
}
