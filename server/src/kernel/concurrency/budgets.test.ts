import { expect, test } from 'vitest'
import { type BudgetKind, budgetLimits, createBudgets } from './budgets.ts'
import type { FairQueueLimits } from './fair-queue.ts'

const kinds = Object.keys(budgetLimits) as BudgetKind[]
const settled = () => new Promise((resolve) => setImmediate(resolve))

test.each(kinds)('budget %s: whatever one workspace has under way, the next place is that of another', async (kind) => {
  const { atOnce }: FairQueueLimits = budgetLimits[kind]
  const queue = createBudgets()[kind]
  const began: string[] = []
  const ends: (() => void)[] = []
  const ask = (workspaceId: string) =>
    void queue.run({ workspaceId, personId: null }, () => {
      began.push(workspaceId)
      return new Promise<void>((resolve) => ends.push(resolve))
    })
  for (let asked = 0; asked < 3 * atOnce; asked++) ask('greedy')
  ask('other')
  await settled()
  if (!began.includes('other')) ends[0]!()
  await settled()
  expect(began).toContain('other')
  expect(began.filter((workspaceId) => workspaceId === 'greedy').length).toBeLessThanOrEqual(atOnce)
})

test.each(kinds)('budget %s: what one person and one workspace let wait is bounded', async (kind) => {
  const queue = createBudgets()[kind]
  let refusals = 0
  const hold = new Promise<void>(() => {})
  for (let asked = 0; asked < 500; asked++)
    queue
      .run({ workspaceId: 'greedy', personId: `person ${asked % 100}` }, () => hold)
      .catch((error: { code: string }) => (refusals += error.code === 'limitReached' ? 1 : 0))
  await settled()
  expect(refusals).toBeGreaterThan(400)
})
