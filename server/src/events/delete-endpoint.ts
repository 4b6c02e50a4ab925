import { recordAudit } from '../audit/record-audit.ts'
import { type Ctx, requireRole } from '../context.ts'
import { inTransaction } from '../db/transaction.ts'
import { notFound, ServiceError } from '../errors.ts'
import { deleteEndpointRow, listEndpointRows, lockEndpoint } from './event-endpoint.repository.ts'
import { loadEventListeners } from './event-listeners.ts'
import type { EndpointIdInput } from './event.schemas.ts'
import { auditedEndpoint } from './read-endpoint.ts'

/** With everything it received. Refused while a published journey waits for its topic and no other endpoint brings that. */
export async function deleteEndpoint(ctx: Ctx, { id }: EndpointIdInput): Promise<void> {
  requireRole(ctx, 'admin')
  await inTransaction(ctx, async (ctx) => {
    const endpoint = await lockEndpoint(ctx.db, ctx.workspaceId, id)
    if (!endpoint) throw notFound('eventEndpoint')
    const endpoints = await listEndpointRows(ctx.db, ctx.workspaceId)
    const isLast = !endpoints.some((other) => other.id !== id && other.topic === endpoint.topic)
    const waiting = (await loadEventListeners(ctx, endpoint.topic)).filter(({ byName }) => byName)
    if (isLast && waiting.length > 0) {
      const where = waiting.map(({ name }) => `"${name}"`).join(', ')
      throw new ServiceError('inUse', { params: { thing: 'eventEndpoint', where } })
    }
    await deleteEndpointRow(ctx.db, id)
    await recordAudit(ctx, {
      action: 'eventEndpointDeleted',
      subjectKind: 'eventEndpoint',
      subjectId: null,
      before: auditedEndpoint(endpoint),
    })
  })
}
