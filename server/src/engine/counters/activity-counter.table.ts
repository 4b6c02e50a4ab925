import type { ActivityMetric } from '@tabiji/shared/engine/activity-metric.ts'

export type ActivityCounterTable = {
  journey_id: string
  node_id: string
  version_number: number
  metric: ActivityMetric
  shard: number
  value: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    activity_counters: ActivityCounterTable
  }
}
