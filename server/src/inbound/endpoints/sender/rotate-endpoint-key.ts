import type { Ctx } from '../../../kernel/context.ts'
import { changeEndpoint } from '../change-endpoint.ts'
import { makeEndpointKey } from './endpoint-key.ts'
import type { EndpointResponse, RotateKeyInput } from '../../events/event.schemas.ts'

const hour = 3_600_000

/** Creates a new key, which only this response contains. The previous key stops at once, or after the given hours. */
export async function rotateEndpointKey(
  ctx: Ctx,
  input: RotateKeyInput,
): Promise<{ endpoint: EndpointResponse; key: string }> {
  const { id, keepOldHours } = input
  const { key, ...keyParts } = makeEndpointKey()
  const endpoint = await changeEndpoint(ctx, id, 'eventEndpointKeyRotated', (ctx, before) => {
    const now = ctx.clock.now()
    return {
      ...keyParts,
      keyCreatedAt: now.toISOString(),
      previousKeyHash: keepOldHours === 0 ? null : before.keyHash,
      previousKeyUntil: keepOldHours === 0 ? null : new Date(now.getTime() + keepOldHours * hour).toISOString(),
    }
  })
  return { endpoint, key }
}
