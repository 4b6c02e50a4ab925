import type { Ctx } from '../../kernel/context.ts'
import type { ConnectionIdInput } from './connection.schemas.ts'
import { type ConnectionResponse, readConnection } from './read-connection.ts'

export async function getConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<ConnectionResponse> {
  return readConnection(ctx, id)
}
