import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { countConnections } from './connection-cap.repository.ts'
import type { Connector } from '../connections/connection.ts'

/** Under the lock of `lockConnectionNames`, so that two who add at once do not both find the last place free. */
export async function checkConnectionCap(ctx: Ctx, connector: Connector): Promise<Issue[]> {
  const { connections, maxConnections } = (await countConnections(ctx.db, ctx.workspaceId)).get(connector) ?? {}
  if (connections === undefined || maxConnections === null || maxConnections === undefined) return []
  if (connections < maxConnections) return []
  const title = presetOf(connector)?.title ?? connectorTitles[connector as keyof typeof connectorTitles]
  return [
    {
      code: 'connection.capReached',
      severity: 'error',
      path: ['connector'],
      params: { connector: title, count: connections, cap: maxConnections },
    },
  ]
}

const connectorTitles = { http: 'HTTP API', demo: 'Demo' }
