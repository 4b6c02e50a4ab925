import type { Auth } from '@tabiji/shared/auth/auth.ts'
import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import { type ConnectorName, connectorNames } from '@tabiji/shared/connectors/connector.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'

export const connectionStates = ['unauthorized', 'authorized', 'revoked', 'expired'] as const
export type ConnectionState = (typeof connectionStates)[number]

export const connectionEnvironments = ['production', 'sandbox'] as const
export type ConnectionEnvironment = (typeof connectionEnvironments)[number]

/** `demo` is the echo of this server. Its base URL follows PUBLIC_URL, so that it survives a change of port. */
export const connectors = connectorNames
export type Connector = ConnectorName

export type Connection = {
  id: string
  workspaceId: string
  name: string
  connector: Connector
  environment: ConnectionEnvironment
  baseUrl: string
  /** Secrets masked. */
  auth: Auth
  limits: ConnectionLimits
  state: ConnectionState
  lastSuccessAt: string | null
  createdAt: string
  updatedAt: string
}

/** What the list shows beside each connection. */
export type ConnectionHealth = {
  /** The later of the last success and the last failure with a sent request. */
  lastUsedAt: string | null
  /** Attempts, not enrollments; counting stops at 10,000. */
  failuresLast24h: number
  lastFailure: { at: string; outcome: string; statusCode: number | null } | null
  /** Null for kinds without an access token, and before the first request for one. */
  tokens: {
    obtainedAt: string | null
    expiresAt: string | null
    failure: { at: string; error: CalloutError } | null
  } | null
}
