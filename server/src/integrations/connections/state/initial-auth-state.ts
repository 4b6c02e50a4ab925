import type { Auth } from '@tabiji/shared/auth/auth.ts'
import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { accessTokenSourceOf } from '../auth/registry.ts'
import type { ConnectionState, Connector } from '../connection.ts'

/** The state of a new connection, and of one whose auth was changed. */
export function initialAuthState({ connector, auth }: { connector: Connector; auth: Auth }): ConnectionState {
  // A known product needs credentials and has none yet. Its calls are deferred until a person enters them.
  const lacksCredentials = auth.kind === 'none' && presetOf(connector) !== null
  return lacksCredentials || accessTokenSourceOf(auth)?.consent ? 'unauthorized' : 'authorized'
}
