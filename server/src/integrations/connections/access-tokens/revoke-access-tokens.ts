import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { accessTokenSourceOf } from '../auth/registry.ts'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import { workspaceAllowList } from '../checks/workspace-allow-list.ts'
import type { StoredAccessTokens } from './access-token.repository.ts'
import { requestRevocation } from './request-access-token.ts'
import { isAccessTokenOwner, openAccessTokens } from './sealed-access-tokens.ts'

/**
 * Revokes tokens in the other system after they were deleted here, with the credentials that they belong to, and
 * records the result in the activity. Best effort after the commit that deleted them: a failure has no other effect.
 */
export async function revokeAccessTokens(
  ctx: Ctx,
  connection: { id: string; name: string } & UsedConnection,
  stored: StoredAccessTokens | undefined,
): Promise<void> {
  const { auth } = connection
  if (!stored?.token || !isAccessTokenOwner(stored.belongsTo, auth, ctx.secrets)) return
  try {
    const requests =
      accessTokenSourceOf(auth)?.revocations(auth, openAccessTokens(connection, stored.token.sealed, ctx.secrets)) ?? []
    if (requests.length === 0) return
    const allow = await workspaceAllowList(ctx)
    const confirmed: boolean[] = []
    for (const request of requests) confirmed.push(await requestRevocation(ctx, request, allow))
    const isConfirmed = confirmed.every(Boolean)
    await inTransaction(ctx, (ctx) =>
      recordAudit(ctx, {
        action: isConfirmed ? 'connectionAccessTokensRevoked' : 'connectionAccessTokensNotRevoked',
        subjectKind: 'connection',
        subjectId: connection.id,
        after: { name: connection.name },
      }),
    )
  } catch (error) {
    ctx.log.warn({ err: error, connectionId: connection.id }, 'tokens could not be revoked at the other side')
  }
}
