import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Connector } from '../connections/connection.ts'

export type ConnectorCount = { connections: number; maxConnections: number | null }

/** Connectors that have a connection or a quota; other connectors are left out. */
export async function countConnections(
  db: Database | Transaction,
  workspaceId: string,
): Promise<Map<Connector, ConnectorCount>> {
  const [counts, quotas] = await Promise.all([
    db
      .selectFrom('connections')
      .select(['connector', (select) => select.fn.countAll<number>().as('connections')])
      .where('workspace_id', '=', workspaceId)
      .groupBy('connector')
      .execute(),
    db
      .selectFrom('connection_quotas')
      .select(['connector', 'max_connections'])
      .where('workspace_id', '=', workspaceId)
      .execute(),
  ])
  const found = new Map<Connector, ConnectorCount>()
  for (const { connector, connections } of counts)
    found.set(connector, { connections: Number(connections), maxConnections: null })
  for (const { connector, max_connections: maxConnections } of quotas)
    found.set(connector, { connections: found.get(connector)?.connections ?? 0, maxConnections })
  return found
}

/** Null means no limit. */
export async function saveConnectionQuota(
  db: Database | Transaction,
  quota: { workspaceId: string; connector: Connector; maxConnections: number | null; at: Date },
): Promise<void> {
  const { workspaceId, connector, maxConnections, at } = quota
  if (maxConnections === null) {
    await db
      .deleteFrom('connection_quotas')
      .where('workspace_id', '=', workspaceId)
      .where('connector', '=', connector)
      .execute()
    return
  }
  const values = { max_connections: maxConnections, updated_at: at }
  await db
    .insertInto('connection_quotas')
    .values({ workspace_id: workspaceId, connector, ...values })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'connector']).doUpdateSet(values))
    .execute()
}
