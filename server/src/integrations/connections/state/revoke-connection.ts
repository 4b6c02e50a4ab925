import type { Ctx } from '../../../kernel/context.ts'
import { findConnection } from '../connection.repository.ts'
import type { ConnectionIdInput } from '../connection.schemas.ts'
import type { ConnectionResponse } from '../read-connection.ts'
import { tryOpenAuth } from './seal-auth.ts'
import { setConnectionState } from './set-connection-state.ts'
import { deleteAccessTokens } from '../access-tokens/access-token.repository.ts'
import { revokeAccessTokens } from '../access-tokens/revoke-access-tokens.ts'

/**
 * Defers every callout through the connection at once. The credentials stay, so that it can be authorized again. Access
 * tokens are deleted here and, where the other system supports it, revoked there.
 */
export async function revokeConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionResponse> {
  const revoked = await setConnectionState(ctx, id, 'revoked', 'connectionRevoked')
  // After the commit: calls stop whatever the other system does. The delete waits for a transaction that is requesting
  // a token.
  const deletedTokens = await deleteAccessTokens(ctx.db, id)
  const stored = deletedTokens && (await findConnection(ctx.db, ctx.workspaceId, id))
  const auth = stored && tryOpenAuth(stored, ctx.secrets)
  if (auth) await revokeAccessTokens(ctx, { ...stored, auth }, deletedTokens)
  return revoked
}
