/**
 * What is counted of people who move through a node. At every moment entered = waiting + left by each outlet + dropped +
 * parked + moved, so these numbers can be subtracted from each other. Nothing else may be counted among them.
 */
export type FlowMetric = 'entered' | 'dropped' | 'parked' | 'moved' | `left:${string}`

/** The flow of one node. `parked` falls again when somebody goes on. */
export type NodeFlow = {
  entered: number
  left: Record<string, number>
  dropped: number
  parked: number
  moved: number
}

/** Adds the counters of one node up. */
export function nodeFlowOf(counters: readonly { metric: FlowMetric; value: number }[]): NodeFlow {
  const flow: NodeFlow = { entered: 0, left: {}, dropped: 0, parked: 0, moved: 0 }
  for (const { metric, value } of counters) addToFlow(flow, metric, value)
  return flow
}

export function addToFlow(flow: NodeFlow, metric: FlowMetric, value: number): void {
  if (isLeft(metric)) {
    const outlet = metric.slice('left:'.length)
    flow.left[outlet] = (flow.left[outlet] ?? 0) + value
  } else flow[metric] += value
}

/** People at the node who go on by themselves. */
export function waitingIn({ entered, left, dropped, parked, moved }: NodeFlow): number {
  const leftSum = Object.values(left).reduce((sum, people) => sum + people, 0)
  return entered - leftSum - dropped - parked - moved
}

function isLeft(metric: FlowMetric): metric is `left:${string}` {
  return metric.startsWith('left:')
}
