import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { forgetConnection, type OpenConnection } from '../../calls/perform/load-callout-target.ts'
import { systemCtx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { lockConnection, updateConnectionRow } from '../connection.repository.ts'
import { openAuth } from '../state/seal-auth.ts'
import { findAccessTokens } from './access-token.repository.ts'
import { authDigest } from './sealed-access-tokens.ts'

/**
 * Called when the other system no longer accepts the credentials. Calls through the connection are deferred until a
 * person authorizes it again. This must not run in the transaction that requested the token, because that one holds the
 * token's row: verbs lock the connection first and its tokens after it.
 */
export async function expireConnection(
  deps: Deps,
  { id, workspaceId }: Pick<OpenConnection, 'id' | 'workspaceId'>,
): Promise<void> {
  await inTransaction(systemCtx(deps, workspaceId), async (ctx) => {
    const connection = await lockConnection(ctx.db, workspaceId, id)
    if (connection?.state !== 'authorized') return
    const failure = (await findAccessTokens(ctx.db, id))?.failure
    // If the connection was authorized or changed meanwhile, that change wins.
    if (!failure?.isFinal || failure.askedWith !== authDigest(openAuth(connection, ctx.secrets), ctx.secrets)) return
    await updateConnectionRow(ctx.db, { ...connection, state: 'expired', updatedAt: ctx.clock.now().toISOString() })
    const { error } = failure
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
