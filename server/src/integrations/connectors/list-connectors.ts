import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { type Ctx, requireRole } from '../../kernel/context.ts'
import { countConnections } from '../limits/connection-cap.repository.ts'
import { type Connector, connectors } from '../connections/connection.ts'

export type ConnectorAnswer = {
  connector: Connector
  /** A product name; null for `http` and `demo`, which are no product. */
  title: string | null
  connections: number
  /** Null: as many as anybody likes. */
  maxConnections: number | null
}

/** Every connector there is, with how many connections of it the workspace has and may have. */
export async function listConnectors(ctx: Ctx): Promise<ConnectorAnswer[]> {
  requireRole(ctx, 'viewer')
  const counts = await countConnections(ctx.db, ctx.workspaceId)
  return connectors.map((connector) => presentConnector(connector, counts.get(connector)))
}

export function presentConnector(
  connector: Connector,
  count: Pick<ConnectorAnswer, 'connections' | 'maxConnections'> = { connections: 0, maxConnections: null },
): ConnectorAnswer {
  return { connector, title: presetOf(connector)?.title ?? null, ...count }
}
