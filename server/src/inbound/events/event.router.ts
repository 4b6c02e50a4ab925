import { adminProcedure, editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { acceptSample } from './receive/accept-sample.ts'
import { createEndpoint } from '../endpoints/create-endpoint.ts'
import { deleteEndpoint } from '../endpoints/delete-endpoint.ts'
import {
  acceptSampleInput,
  createEndpointInput,
  endpointIdInput,
  eventIdInput,
  listEventsInput,
  newestSampleInput,
  replayEventsInput,
  rotateKeyInput,
  updateEndpointInput,
} from './event.schemas.ts'
import { getEndpoint } from '../endpoints/get-endpoint.ts'
import { getEvent } from './get-event.ts'
import { getNewestSample } from './get-newest-sample.ts'
import { listEndpoints } from '../endpoints/list-endpoints.ts'
import { listEvents } from './list-events.ts'
import { removeHmacSecret } from '../endpoints/sender/remove-hmac-secret.ts'
import { replayEvents } from './process/replay-events.ts'
import { rotateEndpointKey } from '../endpoints/sender/rotate-endpoint-key.ts'
import { setHmacSecret } from '../endpoints/sender/set-hmac-secret.ts'
import { updateEndpoint } from '../endpoints/update-endpoint.ts'

export const eventRouter = router({
  endpoints: viewerProcedure.query(({ ctx }) => listEndpoints(ctx)),
  endpoint: viewerProcedure.input(endpointIdInput).query(({ ctx, input }) => getEndpoint(ctx, input)),
  create: adminProcedure.input(createEndpointInput).mutation(({ ctx, input }) => createEndpoint(ctx, input)),
  update: adminProcedure.input(updateEndpointInput).mutation(({ ctx, input }) => updateEndpoint(ctx, input)),
  delete: adminProcedure.input(endpointIdInput).mutation(({ ctx, input }) => deleteEndpoint(ctx, input)),
  rotateKey: adminProcedure.input(rotateKeyInput).mutation(({ ctx, input }) => rotateEndpointKey(ctx, input)),
  setHmacSecret: adminProcedure.input(endpointIdInput).mutation(({ ctx, input }) => setHmacSecret(ctx, input)),
  removeHmacSecret: adminProcedure.input(endpointIdInput).mutation(({ ctx, input }) => removeHmacSecret(ctx, input)),
  newestSample: viewerProcedure.input(newestSampleInput).query(({ ctx, input }) => getNewestSample(ctx, input)),
  acceptSample: adminProcedure.input(acceptSampleInput).mutation(({ ctx, input }) => acceptSample(ctx, input)),
  list: viewerProcedure.input(listEventsInput).query(({ ctx, input }) => listEvents(ctx, input)),
  get: viewerProcedure.input(eventIdInput).query(({ ctx, input }) => getEvent(ctx, input)),
  replay: editorProcedure.input(replayEventsInput).mutation(({ ctx, input }) => replayEvents(ctx, input)),
})
