import { z } from 'zod'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { acceptSample } from './receive/accept-sample.ts'
import { createEndpoint } from '../endpoints/create-endpoint.ts'
import { deleteEndpoint } from '../endpoints/delete-endpoint.ts'
import {
  acceptSampleFields,
  createEndpointInput,
  endpointResponse,
  endpointIdInput,
  endpointWithKeyResponse,
  endpointWithSecretResponse,
  eventIdInput,
  eventPageResponse,
  eventWithPayloadResponse,
  listEventsFields,
  replayEventsFields,
  rotateKeyFields,
  updateEndpointFields,
} from './event.schemas.ts'
import { getEndpoint } from '../endpoints/get-endpoint.ts'
import { getEvent } from './get-event.ts'
import { listEndpoints } from '../endpoints/list-endpoints.ts'
import { listEvents } from './list-events.ts'
import { removeHmacSecret } from '../endpoints/sender/remove-hmac-secret.ts'
import { replayEvents } from './process/replay-events.ts'
import { rotateEndpointKey } from '../endpoints/sender/rotate-endpoint-key.ts'
import { setHmacSecret } from '../endpoints/sender/set-hmac-secret.ts'
import { updateEndpoint } from '../endpoints/update-endpoint.ts'

const tag = 'Inbound events'
const params = endpointIdInput

export function eventRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/event-endpoints',
    role: 'viewer',
    tag,
    summary: 'Endpoints for inbound events, by name',
    response: z.object({ items: z.array(endpointResponse), nextCursor: z.null() }),
    handler: async ({ ctx }) => ({ items: await listEndpoints(ctx), nextCursor: null }),
  })
  add({
    method: 'post',
    path: '/event-endpoints',
    role: 'admin',
    tag,
    summary: 'Create an endpoint; the answer is the only place where its key is shown',
    body: createEndpointInput,
    status: 201,
    response: endpointWithKeyResponse,
    handler: ({ ctx, body }) => createEndpoint(ctx, body),
  })
  add({
    method: 'get',
    path: '/event-endpoints/{id}',
    role: 'viewer',
    tag,
    summary: 'One endpoint',
    params,
    response: endpointResponse,
    handler: ({ ctx, params }) => getEndpoint(ctx, params),
  })
  add({
    method: 'patch',
    path: '/event-endpoints/{id}',
    role: 'admin',
    tag,
    summary: 'Change an endpoint',
    description: 'Holds for every event that is worked on from then on. What is left out stays.',
    params,
    body: updateEndpointFields,
    response: endpointResponse,
    handler: ({ ctx, params, body }) => updateEndpoint(ctx, { ...body, ...params }),
  })
  add({
    method: 'delete',
    path: '/event-endpoints/{id}',
    role: 'admin',
    tag,
    summary: 'Delete an endpoint that no published journey waits for, with everything it received',
    params,
    status: 204,
    handler: async ({ ctx, params }) => {
      await deleteEndpoint(ctx, params)
      return {}
    },
  })
  add({
    method: 'post',
    path: '/event-endpoints/{id}/rotate-key',
    role: 'admin',
    tag,
    summary: 'Make a new key; the one before stops at once, or after keepOldHours',
    params,
    body: rotateKeyFields,
    response: endpointWithKeyResponse,
    handler: ({ ctx, params, body }) => rotateEndpointKey(ctx, { ...body, ...params }),
  })
  add({
    method: 'post',
    path: '/event-endpoints/{id}/hmac-secret',
    role: 'admin',
    tag,
    summary: 'Make a new secret for signed events; the one before stops at once',
    params,
    response: endpointWithSecretResponse,
    handler: ({ ctx, params }) => setHmacSecret(ctx, params),
  })
  add({
    method: 'delete',
    path: '/event-endpoints/{id}/hmac-secret',
    role: 'admin',
    tag,
    summary: 'Take no more signed events',
    params,
    response: endpointResponse,
    handler: ({ ctx, params }) => removeHmacSecret(ctx, params),
  })
  add({
    method: 'post',
    path: '/event-endpoints/{id}/accept-sample',
    role: 'admin',
    tag,
    summary: 'Make the values of a received event the ones that journeys can use',
    params,
    body: acceptSampleFields,
    response: endpointResponse,
    handler: ({ ctx, params, body }) => acceptSample(ctx, { ...body, ...params }),
  })
  add({
    method: 'get',
    path: '/event-endpoints/{id}/events',
    role: 'viewer',
    tag,
    summary: 'Received events, newest first; status=kept are those that reached nobody',
    params,
    query: listEventsFields,
    response: eventPageResponse,
    handler: ({ ctx, params, query }) => listEvents(ctx, { ...query, ...params }),
  })
  add({
    method: 'get',
    path: '/event-endpoints/{id}/events/{eventId}',
    role: 'viewer',
    tag,
    summary: 'One received event with what was sent',
    params: eventIdInput,
    response: eventWithPayloadResponse,
    handler: ({ ctx, params }) => getEvent(ctx, params),
  })
  add({
    method: 'post',
    path: '/event-endpoints/{id}/events/replay',
    role: 'editor',
    tag,
    summary: 'Have kept events looked at once more: those with the given ids, or all',
    params,
    body: replayEventsFields,
    response: z.object({ events: z.number() }),
    handler: ({ ctx, params, body }) => replayEvents(ctx, { ...body, ...params }),
  })
}
