export type CounterIncrement = { nodeId: string; versionNumber: number; metric: string; value: number }
