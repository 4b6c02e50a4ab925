import { z } from 'zod'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { createEndpoint } from '../endpoints/create-endpoint.ts'
import { deleteEndpoint } from '../endpoints/delete-endpoint.ts'
import { getEndpoint } from '../endpoints/get-endpoint.ts'
import { listEndpoints } from '../endpoints/list-endpoints.ts'
import { removeHmacSecret } from '../endpoints/sender/remove-hmac-secret.ts'
import { rotateEndpointKey } from '../endpoints/sender/rotate-endpoint-key.ts'
import { setHmacSecret } from '../endpoints/sender/set-hmac-secret.ts'
import { updateEndpoint } from '../endpoints/update-endpoint.ts'
import { acceptSample } from './receive/accept-sample.ts'
import {
  acceptSampleInput,
  createEndpointInput,
  endpointIdInput,
  endpointResponse,
  endpointWithKeyResponse,
  endpointWithSecretResponse,
  eventIdInput,
  eventPageResponse,
  eventWithPayloadResponse,
  listEventsInput,
  newestSampleInput,
  replayEventsInput,
  rotateKeyInput,
  updateEndpointInput,
} from './event.schemas.ts'
import { getEvent } from './get-event.ts'
import { getNewestSample } from './get-newest-sample.ts'
import { listEvents } from './list-events.ts'
import { replayEvents } from './process/replay-events.ts'

const tag = 'Inbound events'

export const eventOperations = {
  endpoints: defineOperation({
    kind: 'query',
    role: 'viewer',
    output: z.object({ items: z.array(endpointResponse), nextCursor: z.null() }),
    run: listEndpoints,
  }).rest({
    method: 'get',
    path: '/event-endpoints',
    tag,
    summary: 'Endpoints for inbound events, by name',
    respond: (items) => ({ items, nextCursor: null }),
  }),
  create: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: createEndpointInput,
    output: endpointWithKeyResponse,
    audit: 'eventEndpointCreated',
    run: createEndpoint,
  }).rest({
    method: 'post',
    path: '/event-endpoints',
    tag,
    summary: 'Create an endpoint; the answer is the only place where its key is shown',
    status: 201,
  }),
  endpoint: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: endpointIdInput,
    output: endpointResponse,
    run: getEndpoint,
  }).rest({ method: 'get', path: '/event-endpoints/{id}', tag, summary: 'One endpoint' }),
  update: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: updateEndpointInput,
    output: endpointResponse,
    audit: 'eventEndpointChanged',
    run: updateEndpoint,
  }).rest({
    method: 'patch',
    path: '/event-endpoints/{id}',
    tag,
    summary: 'Change an endpoint',
    description: 'Holds for every event that is worked on from then on. What is left out stays.',
  }),
  delete: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: endpointIdInput,
    audit: 'eventEndpointDeleted',
    run: deleteEndpoint,
  }).rest({
    method: 'delete',
    path: '/event-endpoints/{id}',
    tag,
    summary: 'Delete an endpoint that no published journey waits for, with everything it received',
    status: 204,
  }),
  rotateKey: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: rotateKeyInput,
    output: endpointWithKeyResponse,
    audit: 'eventEndpointKeyRotated',
    run: rotateEndpointKey,
  }).rest({
    method: 'post',
    path: '/event-endpoints/{id}/rotate-key',
    tag,
    summary: 'Make a new key; the one before stops at once, or after keepOldHours',
  }),
  setHmacSecret: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: endpointIdInput,
    output: endpointWithSecretResponse,
    audit: 'eventEndpointSecretSet',
    run: setHmacSecret,
  }).rest({
    method: 'post',
    path: '/event-endpoints/{id}/hmac-secret',
    tag,
    summary: 'Make a new secret for signed events; the one before stops at once',
  }),
  removeHmacSecret: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: endpointIdInput,
    output: endpointResponse,
    audit: 'eventEndpointSecretRemoved',
    run: removeHmacSecret,
  }).rest({
    method: 'delete',
    path: '/event-endpoints/{id}/hmac-secret',
    tag,
    summary: 'Take no more signed events',
  }),
  acceptSample: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: acceptSampleInput,
    output: endpointResponse,
    audit: 'eventSampleAccepted',
    run: acceptSample,
  }).rest({
    method: 'post',
    path: '/event-endpoints/{id}/accept-sample',
    tag,
    summary: 'Make the values of a received event the ones that journeys can use',
  }),
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: listEventsInput,
    output: eventPageResponse,
    run: listEvents,
  }).rest({
    method: 'get',
    path: '/event-endpoints/{id}/events',
    tag,
    summary: 'Received events, newest first; status=kept are those that reached nobody',
  }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: eventIdInput,
    output: eventWithPayloadResponse,
    run: getEvent,
  }).rest({
    method: 'get',
    path: '/event-endpoints/{id}/events/{eventId}',
    tag,
    summary: 'One received event with what was sent',
  }),
  replay: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: replayEventsInput,
    output: z.object({ events: z.number() }),
    audit: { ifChanged: ['eventsReplayed'] },
    run: replayEvents,
  }).rest({
    method: 'post',
    path: '/event-endpoints/{id}/events/replay',
    tag,
    summary: 'Have kept events looked at once more: those with the given ids, or all',
  }),
  newestSample: defineOperation({ kind: 'query', role: 'viewer', input: newestSampleInput, run: getNewestSample }),
}
