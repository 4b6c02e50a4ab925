import { type Ctx, requireRole } from '../../kernel/context.ts'
import type { EndpointAnswer, EndpointIdInput } from '../events/event.schemas.ts'
import { readEndpoint } from './read-endpoint.ts'

export async function getEndpoint(ctx: Ctx, { id }: EndpointIdInput): Promise<EndpointAnswer> {
  requireRole(ctx, 'viewer')
  return readEndpoint(ctx, id)
}
