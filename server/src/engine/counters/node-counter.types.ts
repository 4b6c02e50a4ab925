import type { ActivityMetric } from '@tabiji/shared/engine/activity-metric.ts'
import type { FlowMetric } from '@tabiji/shared/engine/flow-metric.ts'

export type Increment<Metric extends string> = { nodeId: string; versionNumber: number; metric: Metric; value: number }
export type FlowIncrement = Increment<FlowMetric>
export type ActivityIncrement = Increment<ActivityMetric>

/** People of one node or journey who have not left it. `waiting` people continue by themselves, `parked` people do not. */
export type Standing = { waiting: number; parked: number }
