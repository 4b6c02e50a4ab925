import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { type Auth, accessTokenSourceOf } from '../auth/registry.ts'
import type { ConnectionState, Connector } from '../connection.ts'

/** What a connection begins with, at its creation and again with every other authorization. */
export function initialAuthState({ connector, auth }: { connector: Connector; auth: Auth }): ConnectionState {
  // A product that is known to want credentials has none yet: people wait at its steps until somebody has entered them.
  const lacksCredentials = auth.kind === 'none' && presetOf(connector) !== null
  return lacksCredentials || accessTokenSourceOf(auth)?.consent ? 'unauthorized' : 'authorized'
}
