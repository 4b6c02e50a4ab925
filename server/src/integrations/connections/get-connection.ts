import { type Ctx, requireRole } from '../../kernel/context.ts'
import type { ConnectionIdInput } from './connection.schemas.ts'
import { type ConnectionResponse, readConnection } from './read-connection.ts'

export async function getConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionResponse> {
  requireRole(ctx, 'viewer')
  return readConnection(ctx, id)
}
