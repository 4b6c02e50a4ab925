import { inferFields } from '@tabiji/shared/events/event-field.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { notFound } from '../../../kernel/errors.ts'
import { changeEndpoint } from '../../endpoints/change-endpoint.ts'
import { insertEndpointVersion } from '../../endpoints/event-endpoint.repository.ts'
import type { AcceptSampleInput, EndpointResponse } from '../event.schemas.ts'
import { findEvent } from '../inbound-event.repository.ts'

/** The values of a received event become available to journeys. Each accepted sample is stored as a version. */
export async function acceptSample(ctx: Ctx, { id, eventId }: AcceptSampleInput): Promise<EndpointResponse> {
  return inTransaction(ctx, (ctx) =>
    changeEndpoint(ctx, id, 'eventSampleAccepted', async (ctx, before) => {
      const event = await findEvent(ctx.db, id, eventId)
      if (!event || event.payload === null) throw notFound('event')
      const fields = inferFields(event.payload, before.fanOutPath)
      const schemaVersion = before.schemaVersion + 1
      await insertEndpointVersion(ctx.db, {
        endpointId: id,
        version: schemaVersion,
        fields,
        acceptedBy: ctx.actor,
        at: ctx.clock.now(),
      })
      return { fields, schemaVersion, drift: null }
    }),
  )
}
