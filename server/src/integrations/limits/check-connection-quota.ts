import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { countConnections } from './connection-quota.repository.ts'
import type { Connector } from '../connections/connection.ts'

/** Must run under the lock of `lockConnectionNames`, so that two requests at once cannot both take the last place. */
export async function checkConnectionQuota(ctx: Ctx, connector: Connector): Promise<Issue[]> {
  const { connections, maxConnections } = (await countConnections(ctx.db, ctx.workspaceId)).get(connector) ?? {}
  if (connections === undefined || maxConnections === null || maxConnections === undefined) return []
  if (connections < maxConnections) return []
  const title = presetOf(connector)?.title ?? connectorTitles[connector as keyof typeof connectorTitles]
  return [
    {
      code: 'connection.quotaReached',
      severity: 'error',
      path: ['connector'],
      params: { connector: title, count: connections, quota: maxConnections },
    },
  ]
}

const connectorTitles = { http: 'HTTP API', demo: 'Demo' }
