import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { countConnections, saveConnectionQuota } from './connection-quota.repository.ts'
import { lockConnectionNames } from '../connections/connection.repository.ts'
import type { SetConnectionQuotaInput } from '../connections/connection.schemas.ts'
import { type ConnectorResponse, presentConnector } from '../connectors/list-connectors.ts'

/**
 * Sets how many connections of a connector there may be. When the new number is lower than the present count, the connections
 * stay, and none can be added.
 */
export async function setConnectionQuota(ctx: Ctx, input: SetConnectionQuotaInput): Promise<ConnectorResponse> {
  const { connector, maxConnections } = input
  return inTransaction(ctx, async (ctx) => {
    // Adding a connection takes the same lock, so it counts by the old number or by the new one.
    await lockConnectionNames(ctx.db, ctx.workspaceId)
    const before = presentConnector(connector, (await countConnections(ctx.db, ctx.workspaceId)).get(connector))
    if (before.maxConnections === maxConnections) return before
    const after = { ...before, maxConnections }
    await saveConnectionQuota(ctx.db, { workspaceId: ctx.workspaceId, connector, maxConnections, at: ctx.clock.now() })
    await recordAudit(ctx, {
      action: 'connectionQuotaChanged',
      subjectKind: 'workspace',
      subjectId: ctx.workspaceId,
      before: { connector, maxConnections: before.maxConnections },
      after: { connector, maxConnections },
    })
    return after
  })
}
