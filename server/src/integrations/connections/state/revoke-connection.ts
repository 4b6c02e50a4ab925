import { type Ctx, requireRole } from '../../../kernel/context.ts'
import { findConnection } from '../connection.repository.ts'
import type { ConnectionIdInput } from '../connection.schemas.ts'
import type { ConnectionResponse } from '../read-connection.ts'
import { openAuth } from './seal-auth.ts'
import { setConnectionState } from './set-connection-state.ts'
import { deleteAccessTokens } from '../access-tokens/access-token.repository.ts'
import { revokeAccessTokens } from '../access-tokens/revoke-access-tokens.ts'

/**
 * Holds every callout through it at once; the credentials stay, so that it can be authorized again. Access tokens go, here and,
 * where it offers a way, at the other side.
 */
export async function revokeConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionResponse> {
  requireRole(ctx, 'admin')
  const revoked = await setConnectionState(ctx, id, 'revoked', 'connectionRevoked')
  // After the commit: calls stop whatever the other side does, and whoever asks for a token just now is waited for.
  const deletedTokens = await deleteAccessTokens(ctx.db, id)
  const stored = deletedTokens && (await findConnection(ctx.db, ctx.workspaceId, id))
  if (stored) await revokeAccessTokens(ctx, { ...stored, auth: openAuth(stored, ctx.secrets) }, deletedTokens)
  return revoked
}
