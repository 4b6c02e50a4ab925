import { recordAudit } from '../../audit/record-audit.ts'
import type { Ctx } from '../../context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { tokenSourceOf } from '../auth/registry.ts'
import { findConnection } from '../connection.repository.ts'
import { openAuth } from '../seal-auth.ts'
import { workspaceAllowList } from '../workspace-allow-list.ts'
import { deleteTokens } from './connection-token.repository.ts'
import { requestRevocation } from './request-token.ts'
import { openTokens } from './sealed-tokens.ts'

/** Forgets the tokens of a connection and asks the other side to do so too; what it says is in the activity. */
export async function revokeTokens(ctx: Ctx, id: string): Promise<void> {
  const stored = await deleteTokens(ctx.db, id)
  const connection = stored?.token && (await findConnection(ctx.db, ctx.workspaceId, id))
  if (!stored?.token || !connection) return
  const auth = openAuth(connection, ctx.secrets)
  const requests = tokenSourceOf(auth)?.revocations(auth, openTokens(stored.token.sealed, ctx.secrets)) ?? []
  if (requests.length === 0) return
  const allow = await workspaceAllowList(ctx)
  const confirmed: boolean[] = []
  for (const request of requests) confirmed.push(await requestRevocation(ctx, request, allow))
  const isConfirmed = confirmed.every(Boolean)
  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: isConfirmed ? 'connectionTokensRevoked' : 'connectionTokensNotRevoked',
      subjectKind: 'connection',
      subjectId: id,
      after: { name: connection.name },
    }),
  )
}
