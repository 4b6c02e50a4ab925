import type { ConnectionState } from '../../connections/connection.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'

const codes = {
  unauthorized: 'connectionUnauthorized',
  revoked: 'connectionRevoked',
  expired: 'connectionExpired',
} as const satisfies Record<Exclude<ConnectionState, 'authorized'>, CalloutError['code']>

/** Why the connection refuses calls in its present state; null while it allows them. */
export function connectionRefusal(connection: {
  state: ConnectionState
  name: string
  isUnreadable?: boolean
}): CalloutError | null {
  const { state, name } = connection
  if (connection.isUnreadable) return { code: 'connectionUnreadable', connection: name }
  return state === 'authorized' ? null : { code: codes[state], connection: name }
}
