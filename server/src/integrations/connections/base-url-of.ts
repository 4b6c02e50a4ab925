import type { Env } from '../../kernel/env.ts'
import type { Connector } from './connection.ts'

export const demoEchoPath = '/demo/echo'

/** The one private address that needs no allow-list; see `createFetchExternal`. */
export function demoEchoUrl(config: Pick<Env, 'publicUrl'>): string {
  return config.publicUrl + demoEchoPath
}

export function baseUrlOf(
  connection: { connector: Connector; baseUrl: string },
  config: Pick<Env, 'publicUrl'>,
): string {
  return connection.connector === 'demo' ? `${config.publicUrl}/demo` : connection.baseUrl
}
