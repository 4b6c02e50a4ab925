import type { Ctx } from '../../../kernel/context.ts'
import { changeEndpoint } from '../change-endpoint.ts'
import type { EndpointResponse, EndpointIdInput } from '../../events/event.schemas.ts'

/** Signed events are refused from now on; events with the key still work. */
export async function removeHmacSecret(ctx: Ctx, { id }: EndpointIdInput): Promise<EndpointResponse> {
  return changeEndpoint(ctx, id, 'eventEndpointSecretRemoved', () => ({ sealedHmacSecret: null }))
}
