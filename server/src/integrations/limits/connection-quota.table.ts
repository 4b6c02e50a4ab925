import type { Connector } from '../connections/connection.ts'

/** Without a row the number is not limited. */
export type ConnectionQuotaTable = {
  workspace_id: string
  connector: Connector
  max_connections: number
  updated_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    connection_quotas: ConnectionQuotaTable
  }
}
