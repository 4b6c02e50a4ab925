import { recordAudit } from '../../audit/record-audit.ts'
import { forgetConnection, type OpenConnection } from '../../callouts/load-callout-target.ts'
import { systemCtx } from '../../context.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { Deps } from '../../deps.ts'
import { lockConnection, updateConnectionRow } from '../connection.repository.ts'
import { findTokens } from './connection-token.repository.ts'

/**
 * The other side takes the credentials no longer: everybody who would call is held until somebody authorizes again. Not in the
 * transaction that asked for the token, which holds its row: verbs lock the connection first and its tokens after it.
 */
export async function expireConnection(
  deps: Deps,
  { id, workspaceId }: Pick<OpenConnection, 'id' | 'workspaceId'>,
  owner: string,
): Promise<void> {
  await inTransaction(systemCtx(deps, workspaceId), async (ctx) => {
    const connection = await lockConnection(ctx.db, workspaceId, id)
    // Whoever authorized or changed it meanwhile is right.
    const stored = await findTokens(ctx.db, id)
    if (connection?.state !== 'authorized' || !stored?.failure?.isFinal || stored.belongsTo !== owner) return
    await updateConnectionRow(ctx.db, { ...connection, state: 'expired', updatedAt: ctx.clock.now().toISOString() })
    const { error } = stored.failure
    await recordAudit(ctx, {
      action: 'connectionExpired',
      subjectKind: 'connection',
      subjectId: id,
      before: { name: connection.name, state: connection.state },
      after: { name: connection.name, state: 'expired', ...(error.code === 'tokenRefused' && { said: error.said }) },
    })
  })
  forgetConnection(deps, id)
}
