import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findEndpoint } from './event-endpoint.repository.ts'
import type { EventEndpoint } from './event-endpoint.ts'
import { loadEventListeners, loadCallbackListeners } from '../events/process/event-listeners.ts'
import type { EndpointResponse } from '../events/event.schemas.ts'
import { type EndpointNumbers, readEndpointNumbers } from '../events/inbound-event.repository.ts'

const day = 24 * 3_600_000

export async function readEndpoint(ctx: Ctx, id: string): Promise<EndpointResponse> {
  const endpoint = await findEndpoint(ctx.db, ctx.workspaceId, id)
  if (!endpoint) throw notFound('eventEndpoint')
  const [answer] = await presentEndpoints(ctx, [endpoint])
  return answer!
}

export async function presentEndpoints(ctx: Ctx, endpoints: readonly EventEndpoint[]): Promise<EndpointResponse[]> {
  const ids = endpoints.map(({ id }) => id)
  const numbers = await readEndpointNumbers(ctx.db, ids, new Date(ctx.clock.now().getTime() - day))
  const answers: EndpointResponse[] = []
  for (const endpoint of endpoints) {
    const listeners = await loadEventListeners(ctx, endpoint.topic)
    const callbacks = await loadCallbackListeners(ctx, endpoint.id)
    answers.push({
      ...shownOf(ctx, endpoint),
      ...(numbers.get(endpoint.id) as EndpointNumbers),
      listeners: listeners.map(({ journeyId, name }) => ({ journeyId, name })),
      callbacks: callbacks.map(({ journeyId, name }) => ({ journeyId, name })),
    })
  }
  return answers
}

function shownOf(ctx: Ctx, endpoint: EventEndpoint) {
  const { keyHash: _, previousKeyHash: __, previousKeyUntil, sealedHmacSecret, workspaceId: ___, ...shown } = endpoint
  const isPreviousGood = previousKeyUntil !== null && Date.parse(previousKeyUntil) > ctx.clock.now().getTime()
  return {
    ...shown,
    previousKeyUntil: isPreviousGood ? previousKeyUntil : null,
    hasHmacSecret: sealedHmacSecret !== null,
    url: `${ctx.config.publicUrl}/api/v1/events/${endpoint.id}`,
  }
}

/** What the audit log shows of an endpoint: its settings, and no secret. */
export function auditedEndpoint(endpoint: EventEndpoint) {
  const { name, topic, matchBy, mapping, enrollJourneyId, updatesPeople } = endpoint
  const { fanOutPath, dedupePath, rateLimitPerMinute, schemaVersion } = endpoint
  return {
    name,
    topic,
    matchBy,
    mapping,
    enrollJourneyId,
    updatesPeople,
    fanOutPath,
    dedupePath,
    rateLimitPerMinute,
    schemaVersion,
  }
}
