export type NodeCounterTable = {
  journey_id: string
  node_id: string
  version_number: number
  /** `entered`, `left:<outlet>`, `dropped`, `failed` or `moved`. */
  metric: string
  shard: number
  value: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    node_counters: NodeCounterTable
  }
}
