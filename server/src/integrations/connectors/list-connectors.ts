import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Ctx } from '../../kernel/context.ts'
import { countConnections } from '../limits/connection-quota.repository.ts'
import { type Connector, connectors } from '../connections/connection.ts'

export type ConnectorResponse = {
  connector: Connector
  /** A product name; null for `http` and `demo`, which are not products. */
  title: string | null
  connections: number
  /** Null: no limit. */
  maxConnections: number | null
}

/** All connectors, with the number of connections that the workspace has and may have. */
export async function listConnectors(ctx: Ctx): Promise<ConnectorResponse[]> {
  const counts = await countConnections(ctx.db, ctx.workspaceId)
  return connectors.map((connector) => presentConnector(connector, counts.get(connector)))
}

export function presentConnector(
  connector: Connector,
  count: Pick<ConnectorResponse, 'connections' | 'maxConnections'> = { connections: 0, maxConnections: null },
): ConnectorResponse {
  return { connector, title: presetOf(connector)?.title ?? null, ...count }
}
