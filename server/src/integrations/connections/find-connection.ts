import type { Ctx } from '../../kernel/context.ts'
import { findConnection as selectConnection, findConnectionIdByConnector } from './connection.repository.ts'
import type { Connection, Connector } from './connection.ts'

/** Without its secrets, for whoever does not call through it. */
export async function findConnection(ctx: Ctx, id: string): Promise<Connection | undefined> {
  const stored = await selectConnection(ctx.db, ctx.workspaceId, id)
  if (!stored) return undefined
  const { sealedSecrets: _, ...connection } = stored
  return connection
}

/** The oldest connection of the workspace that was made with the connector. */
export function findConnectionOfConnector(ctx: Ctx, connector: Connector): Promise<string | undefined> {
  return findConnectionIdByConnector(ctx.db, ctx.workspaceId, connector)
}
