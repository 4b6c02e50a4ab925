import { type Ctx, requireRole } from '../context.ts'
import type { ConnectionIdInput } from './connection.schemas.ts'
import type { ConnectionAnswer } from './read-connection.ts'
import { setConnectionState } from './set-connection-state.ts'

/** Also after a revoke: the stored credentials are used again. */
export async function authorizeConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionAnswer> {
  requireRole(ctx, 'admin')
  return setConnectionState(ctx, id, 'authorized', 'connectionAuthorized')
}
