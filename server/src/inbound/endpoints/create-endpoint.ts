import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid } from '../../kernel/errors.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { makeEndpointId, makeEndpointKey } from './sender/endpoint-key.ts'
import { insertEndpoint } from './event-endpoint.repository.ts'
import type { EventEndpoint } from './event-endpoint.ts'
import { type CreateEndpointInput, type EndpointResponse } from '../events/event.schemas.ts'
import { auditedEndpoint, readEndpoint } from './read-endpoint.ts'

/** Only this response contains the key: only its hash is stored. */
export async function createEndpoint(
  ctx: Ctx,
  requested: CreateEndpointInput,
): Promise<{ endpoint: EndpointResponse; key: string }> {
  return inTransaction(ctx, async (ctx) => {
    const { key, ...keyParts } = makeEndpointKey()
    const now = ctx.clock.now().toISOString()
    const endpoint: EventEndpoint = {
      ...requested,
      ...keyParts,
      id: makeEndpointId(),
      workspaceId: ctx.workspaceId,
      keyCreatedAt: now,
      keyLastUsedAt: null,
      previousKeyHash: null,
      previousKeyUntil: null,
      sealedHmacSecret: null,
      fields: [],
      schemaVersion: 0,
      drift: null,
      createdAt: now,
      updatedAt: now,
    }
    const issues = await checkEndpoint(ctx, { ...endpoint, id: undefined })
    if (issues.length > 0) throw invalid(issues)
    await insertEndpoint(ctx.db, endpoint)
    await recordAudit(ctx, {
      action: 'eventEndpointCreated',
      subjectKind: 'eventEndpoint',
      subjectId: null,
      after: auditedEndpoint(endpoint),
    })
    return { endpoint: await readEndpoint(ctx, endpoint.id), key }
  })
}
