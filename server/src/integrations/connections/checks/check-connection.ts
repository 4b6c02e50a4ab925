import type { Auth } from '@tabiji/shared/auth/auth.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { addressesOf, checkAuth } from '../auth/registry.ts'
import { checkAuthAddress, checkBaseUrl } from './check-base-url.ts'
import type { Connector } from '../connection.ts'
import { workspaceAllowList } from './workspace-allow-list.ts'

/** All errors of a connection, saved or not. The auth has its secrets in clear. */
export async function checkConnection(
  ctx: Ctx,
  connection: { connector: Connector; baseUrl: string; auth: Auth },
): Promise<Issue[]> {
  const allow = await workspaceAllowList(ctx)
  const baseUrl = connection.connector === 'demo' ? [] : checkBaseUrl(connection.baseUrl, allow)
  const addresses = Object.entries(addressesOf(connection.auth)).flatMap(([name, address]) =>
    address === undefined ? [] : checkAuthAddress(name, address, allow),
  )
  return [...baseUrl, ...addresses, ...checkAuth(connection.auth)]
}
