import type { JSONColumnType } from 'kysely'

/** What the counters of a node say, and what its people say. */
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
