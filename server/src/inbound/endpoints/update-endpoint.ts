import type { Ctx } from '../../kernel/context.ts'
import { invalid } from '../../kernel/errors.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { type EndpointResponse, type UpdateEndpointInput } from '../events/event.schemas.ts'

/** Applies to every event that is processed from now on. Values that are left out stay. */
export async function updateEndpoint(ctx: Ctx, input: UpdateEndpointInput): Promise<EndpointResponse> {
  const { id, ...requested } = input
  const given = Object.fromEntries(Object.entries(requested).filter(([, value]) => value !== undefined))
  return changeEndpoint(ctx, id, 'eventEndpointChanged', async (ctx, before) => {
    const issues = await checkEndpoint(ctx, { ...before, ...given })
    if (issues.length > 0) throw invalid(issues)
    return { ...given, drift: null }
  })
}
