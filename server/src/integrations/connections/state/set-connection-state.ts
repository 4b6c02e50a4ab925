import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { forgetConnection } from '../../calls/perform/load-callout-target.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { ConnectionState } from '../connection.ts'
import { lockConnection, type StoredConnection, updateConnectionRow } from '../connection.repository.ts'
import { type ConnectionResponse, readConnection } from '../read-connection.ts'
import type { AuditAction } from '../../../kernel/audit/audit-action.ts'

/** Shared by authorize and revoke. When the state is already set, only `along` runs. */
export async function setConnectionState(
  ctx: Ctx,
  id: string,
  state: ConnectionState,
  action: AuditAction,
  along: (ctx: Ctx, locked: StoredConnection) => Promise<void> = async () => {},
): Promise<ConnectionResponse> {
  const answer = await inTransaction(ctx, async (ctx) => {
    const connection = await lockConnection(ctx.db, ctx.workspaceId, id)
    if (!connection) throw notFound('connection')
    await along(ctx, connection)
    if (connection.state === state) return readConnection(ctx, id)
    await updateConnectionRow(ctx.db, { ...connection, state, updatedAt: ctx.clock.now().toISOString() })
    await recordAudit(ctx, {
      action,
      subjectKind: 'connection',
      subjectId: id,
      before: { name: connection.name, state: connection.state },
      after: { name: connection.name, state },
    })
    return readConnection(ctx, id)
  })
  forgetConnection(ctx, id)
  return answer
}
