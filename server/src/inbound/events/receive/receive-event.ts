import { parseJson } from '../../../kernel/http/requests/parse-json.ts'
import { createHash } from 'node:crypto'
import { flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { maxEventItems, splitPayload } from '@tabiji/shared/events/split-payload.ts'
import { isDeeperThan } from '@tabiji/shared/kernel/is-deeper-than.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { systemCtx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { invalid, ServiceError } from '../../../kernel/errors.ts'
import {
  isKeyValid,
  isSignatureValid,
  readSenderKeys,
  unauthenticatedSender,
  readSignature,
} from '../../endpoints/sender/authenticate-sender.ts'
import { countInMinute, findEndpointByAddress, touchEndpointKey } from '../../endpoints/event-endpoint.repository.ts'
import type { EventEndpoint } from '../../endpoints/event-endpoint.ts'
import { eventJob } from '../process/event-job.ts'
import { claimIdempotencyKey, insertEvent } from '../inbound-event.repository.ts'

const minuteMs = 60_000
const dedupeMs = 7 * 24 * 3_600_000
const maxDepth = 100

export type ReceivedEvent = { eventId: string; status: 'accepted' | 'duplicate' }

type Posted = {
  endpointId: string
  headers: Headers
  /** Reads the body, up to the limit. */
  readBody: () => Promise<Uint8Array>
}

/**
 * Accepts an event: authenticates the sender, checks that the body can be read, and finds duplicates. A worker processes it
 * later. The job for that commits together with the event, so that a 202 response is a promise.
 */
export async function receiveEvent(deps: Deps, { endpointId, headers, readBody }: Posted): Promise<ReceivedEvent> {
  const now = deps.clock.now()
  const signature = readSignature(headers, now)
  const endpoint = await findEndpointByAddress(deps.db, endpointId)
  // A signature must be valid when it is present, also next to a valid key, because it authenticates the body.
  if (!signature && !isKeyValid(endpoint, readSenderKeys(headers), now)) throw unauthenticatedSender()
  const body = await readBody()
  if (signature && !isSignatureValid(endpoint, signature, body, deps.secrets)) throw unauthenticatedSender()
  if (!endpoint) throw unauthenticatedSender()

  await limitRate(deps, endpoint, now)
  await noteKeyUse(deps, endpoint, now)
  const contentType = headers.get('content-type')
  if (contentType !== null && !/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType))
    throw new ServiceError('unsupportedMediaType', { params: { contentType } })
  const text = Buffer.from(body).toString('utf8')
  const payload = parsePayload(text)
  const issues = checkPayload(payload, endpoint)
  if (issues.length > 0) throw invalid(issues)

  const ctx = systemCtx(deps, endpoint.workspaceId)
  return inTransaction(ctx, async (ctx) => {
    const eventId = ctx.ids.uuid()
    const claimedBy = await claimKeys(keysOf(endpoint, headers, payload, signature?.signature), (keyHash) =>
      claimIdempotencyKey(ctx.db, {
        endpointId: endpoint.id,
        keyHash,
        eventId,
        now,
        expiresAt: new Date(now.getTime() + dedupeMs),
      }),
    )
    await insertEvent(ctx.db, {
      id: eventId,
      workspaceId: endpoint.workspaceId,
      endpointId: endpoint.id,
      payload: claimedBy === null ? text : null,
      sizeBytes: body.byteLength,
      status: claimedBy === null ? 'received' : 'duplicate',
      duplicateOf: claimedBy,
      receivedAt: now,
    })
    if (claimedBy !== null) return { eventId: claimedBy, status: 'duplicate' }
    const { id: endpointId, workspaceId } = endpoint
    await ctx.jobs.send(eventJob, { endpointId }, { key: endpointId, workspaceId, db: ctx.db })
    return { eventId, status: 'accepted' }
  })
}

/** Counts by whole minutes in the database, so that all web processes share one limit. */
async function limitRate(deps: Deps, endpoint: EventEndpoint, now: Date): Promise<void> {
  const minute = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs)
  const count = await countInMinute(deps.db, endpoint.id, minute)
  if (count <= endpoint.rateLimitPerMinute) return
  const seconds = Math.max(1, Math.ceil((minute.getTime() + minuteMs - now.getTime()) / 1000))
  throw new ServiceError('limitReached', {
    text: 'eventRateReached',
    params: { limit: endpoint.rateLimitPerMinute, seconds },
    retryAfterSeconds: seconds,
  })
}

async function noteKeyUse(deps: Deps, endpoint: EventEndpoint, now: Date): Promise<void> {
  // Written once a minute at most, so that most events need no extra write for "last used".
  if (endpoint.keyLastUsedAt && now.getTime() - Date.parse(endpoint.keyLastUsedAt) <= minuteMs) return
  await touchEndpointKey(deps.db, endpoint.id, now)
}

function parsePayload(text: string): unknown {
  if (text.trim() === '') throw new ServiceError('badRequest', { text: 'bodyMissing' })
  return parseJson(text)
}

function checkPayload(payload: unknown, endpoint: EventEndpoint): Issue[] {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const isRight = Array.isArray(payload) ? payload.every(isObject) && payload.length > 0 : isObject(payload)
  if (!isRight) return [{ code: 'event.notObject', severity: 'error' }]
  if (isDeeperThan(payload, maxDepth))
    return [{ code: 'event.tooDeep', severity: 'error', params: { limit: maxDepth } }]
  const items = splitPayload(payload, endpoint.fanOutPath).length
  if (items <= maxEventItems) return []
  return [{ code: 'event.tooManyItems', severity: 'error', params: { items, limit: maxEventItems } }]
}

/** Hashes of all values by which an earlier copy of the event may be known. */
function keysOf(endpoint: EventEndpoint, headers: Headers, payload: unknown, signature: string | undefined): string[] {
  const hash = (kind: string, value: string) => createHash('sha256').update(`${kind}\0${value}`).digest('hex')
  const keys: string[] = []
  // The signature does not cover the header. Without this key, a captured request with another header value would pass as new.
  if (signature !== undefined) keys.push(hash('signature', signature))
  const header = headers.get('idempotency-key')?.trim()
  if (header) return [...keys, hash('header', header)]
  const id =
    endpoint.dedupePath === null || Array.isArray(payload) ? null : flattenPayload(payload)[endpoint.dedupePath]
  if (typeof id === 'number' || (typeof id === 'string' && id !== '')) keys.push(hash('id', String(id)))
  return keys
}

async function claimKeys(
  keys: readonly string[],
  claim: (keyHash: string) => Promise<{ claimedBy: string | null }>,
): Promise<string | null> {
  for (const key of keys) {
    const { claimedBy } = await claim(key)
    if (claimedBy !== null) return claimedBy
  }
  return null
}
