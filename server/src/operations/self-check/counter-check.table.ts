import type { JSONColumnType } from 'kysely'

/** The number from the counters of a node, and the number from its enrollments. */
export type Discrepancy = {
  nodeId: string
  kind: 'waiting' | 'parked'
  counted: number
  found: number
}

export type CounterCheckTable = {
  journey_id: string
  workspace_id: string
  checked_at: Date
  discrepancies: JSONColumnType<Discrepancy[]>
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    counter_checks: CounterCheckTable
  }
}
