import type { AuditAction } from '../../kernel/audit/audit-action.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { lockEndpoint, updateEndpointRow } from './event-endpoint.repository.ts'
import type { EventEndpoint } from './event-endpoint.ts'
import type { EndpointResponse } from '../events/event.schemas.ts'
import { auditedEndpoint, readEndpoint } from './read-endpoint.ts'

/** The common part of all changes of an endpoint: the lock, the row and the audit entry. `change` returns the changed values. */
export async function changeEndpoint(
  ctx: Ctx,
  id: string,
  action: AuditAction,
  change: (ctx: Ctx, endpoint: EventEndpoint) => Promise<Partial<EventEndpoint>> | Partial<EventEndpoint>,
): Promise<EndpointResponse> {
  return inTransaction(ctx, async (ctx) => {
    const before = await lockEndpoint(ctx.db, ctx.workspaceId, id)
    if (!before) throw notFound('eventEndpoint')
    const after = { ...before, ...(await change(ctx, before)), updatedAt: ctx.clock.now().toISOString() }
    await updateEndpointRow(ctx.db, after)
    await recordAudit(ctx, {
      action,
      subjectKind: 'eventEndpoint',
      subjectId: null,
      before: auditedEndpoint(before),
      after: auditedEndpoint(after),
    })
    return readEndpoint(ctx, id)
  })
}
