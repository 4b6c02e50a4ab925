import { type Ctx, requireRole } from '../../kernel/context.ts'
import { findConnection } from './connection.repository.ts'
import type { ConnectionIdInput } from './connection.schemas.ts'
import type { ConnectionAnswer } from './read-connection.ts'
import { openAuth } from './seal-auth.ts'
import { setConnectionState } from './set-connection-state.ts'
import { deleteTokens } from './access-tokens/connection-token.repository.ts'
import { revokeTokens } from './access-tokens/revoke-tokens.ts'

/**
 * Holds every callout through it at once; the credentials stay, so that it can be authorized again. Access tokens go, here and,
 * where it offers a way, at the other side.
 */
export async function revokeConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionAnswer> {
  requireRole(ctx, 'admin')
  const revoked = await setConnectionState(ctx, id, 'revoked', 'connectionRevoked')
  // After the commit: calls stop whatever the other side does, and whoever asks for a token just now is waited for.
  const held = await deleteTokens(ctx.db, id)
  const stored = held && (await findConnection(ctx.db, ctx.workspaceId, id))
  if (stored) await revokeTokens(ctx, { ...stored, auth: openAuth(stored, ctx.secrets) }, held)
  return revoked
}
