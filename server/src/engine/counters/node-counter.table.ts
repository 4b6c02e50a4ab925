import type { FlowMetric } from '@tabiji/shared/engine/flow-metric.ts'

export type NodeCounterTable = {
  journey_id: string
  node_id: string
  version_number: number
  metric: FlowMetric
  shard: number
  value: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    node_counters: NodeCounterTable
  }
}
