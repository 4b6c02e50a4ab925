import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Outputs } from '../../../../lib/api/api-types.ts'

export type Connection = Outputs['connections']['get']

export type Health =
  | 'down'
  | 'asked'
  | 'working'
  | 'unused'
  | 'someFailures'
  | 'failing'
  | 'revoked'
  | 'unauthorized'
  | 'expired'

// The last success is stored at most once a minute.
const successNotedWithinMs = 60_000

/** Failing means that no call has succeeded since the last failure. */
export function healthOf(
  connection: Pick<Connection, 'state' | 'lastSuccessAt' | 'lastFailure' | 'failuresLast24h' | 'circuitOpen'>,
): Health {
  const { state, lastSuccessAt, lastFailure, failuresLast24h } = connection
  if (state !== 'authorized') return state
  if (connection.circuitOpen) return connection.circuitOpen.because
  if (failuresLast24h === 0 || !lastFailure) return lastSuccessAt === null ? 'unused' : 'working'
  if (lastSuccessAt === null) return 'failing'
  return Date.parse(lastFailure.at) > Date.parse(lastSuccessAt) + successNotedWithinMs ? 'failing' : 'someFailures'
}

/** A known product without credentials: there is nothing to authorize with. */
export function lacksCredentials({
  state,
  auth,
  connector,
}: Pick<Connection, 'state' | 'auth' | 'connector'>): boolean {
  return state === 'unauthorized' && auth.kind === 'none' && presetOf(connector) !== null
}
