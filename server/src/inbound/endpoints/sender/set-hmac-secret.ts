import type { Ctx } from '../../../kernel/context.ts'
import { changeEndpoint } from '../change-endpoint.ts'
import { hmacSecretPlace, makeHmacSecret } from './endpoint-key.ts'
import type { EndpointResponse, EndpointIdInput } from '../../events/event.schemas.ts'

/** Creates a new secret for signing events, which only this response contains. The previous secret stops at once. */
export async function setHmacSecret(
  ctx: Ctx,
  { id }: EndpointIdInput,
): Promise<{ endpoint: EndpointResponse; secret: string }> {
  const secret = makeHmacSecret()
  const endpoint = await changeEndpoint(ctx, id, 'eventEndpointSecretSet', (ctx) => ({
    sealedHmacSecret: ctx.secrets.seal(secret, hmacSecretPlace(id)),
  }))
  return { endpoint, secret }
}
