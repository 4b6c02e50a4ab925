import { buildRequest, type CalloutRequest } from '@tabiji/shared/callout/build-request.ts'
import { type ExtractedOutput, extractOutputs, parseReply } from '@tabiji/shared/callout/extract.ts'
import type { CalloutOutcome } from '@tabiji/shared/callout/outcome.ts'
import { isSuccess, matchesStatus } from '@tabiji/shared/callout/success.ts'
import type { FieldValues } from '@tabiji/shared/field/field-type.ts'
import type { Issue } from '@tabiji/shared/issue.ts'
import type { Result } from '@tabiji/shared/result.ts'
import type { OutgoingRequest } from '../connections/auth/define-auth-kind.ts'
import { applyAuth } from '../connections/auth/registry.ts'
import type { ConnectionState } from '../connections/connection.ts'
import type { Deps } from '../deps.ts'
import type { ExternalReply } from '../outbound/fetch-external.ts'
import type { CalloutError } from './callout-error.ts'
import { type RecordedReply, type RecordedRequest, recordReply, recordRequest } from './callout-record.ts'
import type { CalloutTarget } from './load-callout-target.ts'
import { noteConnectionSuccess } from './note-connection-success.ts'
import { replyText } from './reply-text.ts'
import { userAgent } from './user-agent.ts'

export type PerformedCallout = {
  outcome: CalloutOutcome
  status: number | null
  /** Masked and capped, ready to be kept; null when no request could be made. */
  request: RecordedRequest | null
  reply: RecordedReply | null
  /** Of a reply that succeeded, by name. */
  extracted: Record<string, ExtractedOutput>
  /** The header as it came, for the retry policy. */
  retryAfter: string | null
  durationMs: number
  error: CalloutError | null
}

export type CalloutInput = ({ request: CalloutRequest } | { values: FieldValues }) & {
  idempotencyKey: string | null
  /** Instead of the action's own. */
  timeoutMs?: number
}

/**
 * One attempt of a callout. `request` repeats one that was built before, so that a retry sends the same bytes; `values`
 * builds it. Never throws for anything the other side or the mapping does.
 */
export async function performCallout(
  deps: Deps,
  target: CalloutTarget,
  input: CalloutInput,
): Promise<PerformedCallout> {
  const { connection, action } = target
  if (connection.state !== 'authorized')
    return nothingSent('blocked', { code: closedCodes[connection.state], connection: connection.name })
  const built = 'request' in input ? { ok: true as const, value: input.request } : buildCallout(target, input.values)
  if (!built.ok) return nothingSent('mappingError', { code: 'notMapped', issues: built.error })

  const outgoing = signedRequest(target, built.value, input.idempotencyKey)
  const exchange = await deps.fetchExternal({
    ...outgoing,
    allow: connection.allow,
    timeoutMs: input.timeoutMs ?? action.timeoutMs,
    maxReplyBytes: action.maxReplyBytes,
  })
  const { status, headers, truncated } = exchange
  const text = replyText(exchange.body, headers['content-type'])
  const judged = judge(target, exchange, text)
  if (judged.outcome === 'succeeded') await noteConnectionSuccess(deps, connection.id)
  return {
    ...judged,
    status,
    request: recordRequest(outgoing, connection.masking),
    reply: status === null ? null : recordReply({ status, headers, text, truncated }, connection.masking),
    retryAfter: headers['retry-after'] ?? null,
    durationMs: Math.round(exchange.durationMs),
  }
}

export function buildCallout(target: CalloutTarget, values: FieldValues): Result<CalloutRequest, Issue[]> {
  return buildRequest(target.action, target.connection.baseUrl, values)
}

/** Exactly what goes out. The connection has the last word: an action cannot put another authorization in its place. */
export function signedRequest(
  { connection }: CalloutTarget,
  request: CalloutRequest,
  idempotencyKey: string | null,
): OutgoingRequest {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: '*/*' }
  if (request.contentType !== null) headers['content-type'] = request.contentType
  for (const [name, value] of request.headers) headers[name.toLowerCase()] = value
  if (idempotencyKey !== null) headers['idempotency-key'] = idempotencyKey
  const outgoing = { method: request.method, url: request.url, headers, body: request.body }
  applyAuth(outgoing, connection.auth)
  return outgoing
}

const closedCodes = {
  unauthorized: 'connectionUnauthorized',
  revoked: 'connectionRevoked',
  expired: 'connectionExpired',
} as const satisfies Record<Exclude<ConnectionState, 'authorized'>, CalloutError['code']>

function nothingSent(outcome: CalloutOutcome, error: CalloutError): PerformedCallout {
  return { outcome, error, status: null, request: null, reply: null, extracted: {}, retryAfter: null, durationMs: 0 }
}

type Judged = Pick<PerformedCallout, 'outcome' | 'error' | 'extracted'>

function judge({ action }: CalloutTarget, exchange: ExternalReply, text: string): Judged {
  const { status } = exchange
  if (exchange.outcome !== 'ok' || status === null) {
    const outcome = exchange.outcome === 'ok' ? 'network' : exchange.outcome
    return { outcome, error: exchange.error, extracted: {} }
  }
  const { success, extract } = action
  const reply = success.predicate === undefined ? null : parseReply(text)
  if (!isSuccess(success, status, reply?.ok ? reply.value : undefined)) {
    const hasStatus = success.statuses.some((pattern) => matchesStatus(pattern, status))
    const error: CalloutError = hasStatus
      ? { code: 'predicateNotMet', status, predicate: success.predicate ?? '' }
      : { code: 'statusRefused', status, expected: success.statuses.join(', ') }
    return { outcome: 'httpError', error, extracted: {} }
  }
  if (extract.length === 0) return { outcome: 'succeeded', error: null, extracted: {} }
  const extracted = extractOutputs(extract, text, exchange.headers['content-type'])
  const issues = Object.values(extracted).flatMap(({ issue }) => (issue?.severity === 'error' ? [issue] : []))
  // The call went through, but what the journey needs of it is not there: to the people in it that is a failed call.
  if (issues.length > 0) return { outcome: 'httpError', error: { code: 'outputMissing', issues }, extracted }
  return { outcome: 'succeeded', error: null, extracted }
}
