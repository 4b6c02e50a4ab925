import type { Env } from '../../../kernel/env.ts'
import type { Connector } from '../connection.ts'

export function baseUrlOf(
  connection: { connector: Connector; baseUrl: string },
  config: Pick<Env, 'publicUrl'>,
): string {
  return connection.connector === 'demo' ? `${config.publicUrl}/demo` : connection.baseUrl
}
