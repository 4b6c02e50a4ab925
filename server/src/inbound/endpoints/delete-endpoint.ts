import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { deleteCallbacksOfEndpoint } from '../callbacks/callback-key.repository.ts'
import { deleteEndpointRow, listEndpointRows, lockEndpoint } from './event-endpoint.repository.ts'
import { loadEventListeners, loadCallbackListeners } from '../events/process/event-listeners.ts'
import type { EndpointIdInput } from '../events/event.schemas.ts'
import { auditedEndpoint } from './read-endpoint.ts'

/**
 * Also deletes everything the endpoint received. Refused while a published journey waits for its topic and no other endpoint has
 * that topic, or while callbacks about calls come to this endpoint.
 */
export async function deleteEndpoint(ctx: Ctx, { id }: EndpointIdInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const endpoint = await lockEndpoint(ctx.db, ctx.workspaceId, id)
    if (!endpoint) throw notFound('eventEndpoint')
    const endpoints = await listEndpointRows(ctx.db, ctx.workspaceId)
    const isLast = !endpoints.some((other) => other.id !== id && other.topic === endpoint.topic)
    const waiting = (await loadEventListeners(ctx, endpoint.topic)).filter(({ byName }) => byName)
    const users = new Map(
      [...(isLast ? waiting : []), ...(await loadCallbackListeners(ctx, id))].map(({ journeyId, name }) => [
        journeyId,
        name,
      ]),
    )
    if (users.size > 0) {
      const where = [...users.values()].map((name) => `"${name}"`).join(', ')
      throw new ServiceError('inUse', { params: { thing: 'eventEndpoint', where } })
    }
    await deleteEndpointRow(ctx.db, id)
    await deleteCallbacksOfEndpoint(ctx.db, id)
    await recordAudit(ctx, {
      action: 'eventEndpointDeleted',
      subjectKind: 'eventEndpoint',
      subjectId: null,
      before: auditedEndpoint(endpoint),
    })
  })
}
