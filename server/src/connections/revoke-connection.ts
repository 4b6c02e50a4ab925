import { type Ctx, requireRole } from '../context.ts'
import type { ConnectionIdInput } from './connection.schemas.ts'
import type { ConnectionAnswer } from './read-connection.ts'
import { setConnectionState } from './set-connection-state.ts'

/** Holds every callout through it; the credentials stay, so that it can be authorized again. */
export async function revokeConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionAnswer> {
  requireRole(ctx, 'admin')
  return setConnectionState(ctx, id, 'revoked', 'connectionRevoked')
}
