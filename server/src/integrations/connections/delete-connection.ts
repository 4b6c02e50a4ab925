import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { forgetConnection } from '../calls/perform/load-callout-target.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { listActionsOfConnection } from '../actions/external-action.repository.ts'
import { deleteConnectionRow, lockConnection } from './connection.repository.ts'
import type { ConnectionIdInput } from './connection.schemas.ts'
import { auditedConnection } from './read-connection.ts'
import { tryOpenAuth } from './state/seal-auth.ts'
import { deleteAccessTokens } from './access-tokens/access-token.repository.ts'
import { revokeAccessTokens } from './access-tokens/revoke-access-tokens.ts'

/**
 * Revokes the access tokens in the other system where it supports that. The connection is deleted whatever the result.
 */
export async function deleteConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<void> {
  const { connection, deletedTokens } = await inTransaction(ctx, async (ctx) => {
    const connection = await lockConnection(ctx.db, ctx.workspaceId, id)
    if (!connection) throw notFound('connection')
    const actions = await listActionsOfConnection(ctx.db, id)
    if (actions.length > 0) {
      const where = actions.map(({ name }) => `"${name}"`).join(', ')
      throw new ServiceError('inUse', { params: { thing: 'connection', where } })
    }
    const deletedTokens = await deleteAccessTokens(ctx.db, id)
    await deleteConnectionRow(ctx.db, id)
    await recordAudit(ctx, {
      action: 'connectionDeleted',
      subjectKind: 'connection',
      subjectId: id,
      before: auditedConnection(connection),
    })
    return { connection, deletedTokens }
  })
  forgetConnection(ctx, id)
  const auth = tryOpenAuth(connection, ctx.secrets)
  if (auth) await revokeAccessTokens(ctx, { ...connection, auth }, deletedTokens)
}
