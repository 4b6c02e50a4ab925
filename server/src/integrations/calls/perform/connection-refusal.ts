import type { ConnectionState } from '../../connections/connection.ts'
import type { CalloutError } from './callout-error.ts'

const codes = {
  unauthorized: 'connectionUnauthorized',
  revoked: 'connectionRevoked',
  expired: 'connectionExpired',
} as const satisfies Record<Exclude<ConnectionState, 'authorized'>, CalloutError['code']>

/** Why nothing goes through a connection in its present state; null while calls go through. */
export function connectionRefusal({ state, name }: { state: ConnectionState; name: string }): CalloutError | null {
  return state === 'authorized' ? null : { code: codes[state], connection: name }
}
