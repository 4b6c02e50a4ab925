import type { Issue } from '@tabiji/shared/issue.ts'
import type { Ctx } from '../context.ts'
import { checkAuth, type Auth } from './auth/registry.ts'
import { checkBaseUrl } from './check-base-url.ts'
import type { Connector } from './connection.ts'
import { workspaceAllowList } from './workspace-allow-list.ts'

/** Everything that makes a connection unfit to be used, saved or not. The auth comes with its secrets in clear. */
export async function checkConnection(
  ctx: Ctx,
  connection: { connector: Connector; baseUrl: string; auth: Auth },
): Promise<Issue[]> {
  const address = connection.connector === 'demo' ? [] : checkBaseUrl(connection.baseUrl, await workspaceAllowList(ctx))
  return [...address, ...checkAuth(connection.auth)]
}
