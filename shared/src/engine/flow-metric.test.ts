import { expect, test } from 'vitest'
import { nodeFlowOf, waitingIn } from './flow-metric.ts'

test('the flow of a node adds its counters up, by outlet', () => {
  const flow = nodeFlowOf([
    { metric: 'entered', value: 20 },
    { metric: 'left:next', value: 5 },
    { metric: 'left:next', value: 1 },
    { metric: 'left:', value: 1 },
    { metric: 'parked', value: 3 },
    { metric: 'parked', value: -1 },
    { metric: 'dropped', value: 2 },
    { metric: 'moved', value: 1 },
  ])
  expect(flow).toEqual({ entered: 20, left: { next: 6, '': 1 }, dropped: 2, parked: 2, moved: 1 })
  expect(waitingIn(flow)).toBe(8)
})

test('the flow of a node takes no count of what people did there', () => {
  // @ts-expect-error an opening of a mail is no flow metric
  const opened: Parameters<typeof nodeFlowOf>[0] = [{ metric: 'mailOpened', value: 13 }]
  expect(waitingIn(nodeFlowOf([]))).toBe(0)
  expect(opened).toHaveLength(1)
})
