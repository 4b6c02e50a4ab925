import type { Ctx } from '../../../kernel/context.ts'
import { changeEndpoint } from '../change-endpoint.ts'
import { makeEndpointKey } from './endpoint-key.ts'
import type { EndpointResponse, RotateKeyInput } from '../../events/event.schemas.ts'

const hour = 3_600_000

/** A new key, in this answer and nowhere else. The one before stops at once, or after the hours it is given. */
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
