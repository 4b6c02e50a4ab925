import type { Ctx } from '../../kernel/context.ts'
import type { EndpointResponse, EndpointIdInput } from '../events/event.schemas.ts'
import { readEndpoint } from './read-endpoint.ts'

export async function getEndpoint(ctx: Ctx, { id }: EndpointIdInput): Promise<EndpointResponse> {
  return readEndpoint(ctx, id)
}
