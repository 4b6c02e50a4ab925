import type { Auth } from '@tabiji/shared/auth/auth.ts'
import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import type { JSONColumnType, Selectable } from 'kysely'
import type { ConnectionEnvironment, ConnectionState, Connector } from './connection.ts'

export type ConnectionTable = {
  id: string
  workspace_id: string
  name: string
  connector: Connector
  environment: ConnectionEnvironment
  base_url: string
  /** Secrets are masked here, so that the row shows no more than the UI does. */
  auth: JSONColumnType<Auth>
  /** Sealed JSON: secret name → value. */
  secrets: string | null
  limits: JSONColumnType<ConnectionLimits>
  state: ConnectionState
  last_success_at: Date | null
  created_at: Date
  updated_at: Date
}
export type ConnectionRow = Selectable<ConnectionTable>

declare module '../../kernel/secrets/sealed-place.ts' {
  interface SealedColumns {
    'connections.secrets': true
  }
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    connections: ConnectionTable
  }
}
