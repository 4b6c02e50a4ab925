import type { Ctx } from '../../kernel/context.ts'
import { listEndpointRows } from './event-endpoint.repository.ts'
import type { EndpointResponse } from '../events/event.schemas.ts'
import { presentEndpoints } from './read-endpoint.ts'

/** All endpoints by name, without pages: a workspace has one for each external system. */
export async function listEndpoints(ctx: Ctx): Promise<EndpointResponse[]> {
  return presentEndpoints(ctx, await listEndpointRows(ctx.db, ctx.workspaceId))
}
