import { expect, test } from 'vitest'
import { createBudgets } from '../../kernel/concurrency/budgets.ts'
import { type Operation, runOperation } from '../../kernel/operations/define-operation.ts'
import { operations } from './operations.ts'

const withBudget = Object.entries(operations).flatMap(([entity, ofEntity]) =>
  Object.entries(ofEntity as Record<string, Operation>)
    .filter(([, { definition }]) => definition.budget !== undefined)
    .map(([name, { definition }]) => ({ name: `${entity}.${name}`, definition })),
)

test('what waits for another system, or renders what somebody wrote, has a budget', () => {
  expect(withBudget.map(({ name, definition }) => `${name}: ${definition.budget}`).toSorted()).toEqual([
    'connections.authorize: testCall',
    'connections.revoke: testCall',
    'connections.test: testCall',
    'externalActions.import: testCall',
    'externalActions.operations: testCall',
    'externalActions.test: testCall',
    'externalActions.testUnsaved: testCall',
    'mailServer.try: testCall',
    'mails.preview: mailPreview',
    'mails.sendTest: testCall',
    'surveys.preview: mailPreview',
  ])
})

test.each(withBudget)('$name: one person cannot let many of it wait', async ({ definition }) => {
  const ctx = { budgets: createBudgets(), workspaceId: 'a', actor: { kind: 'user', id: 'person', name: 'A' } }
  const never = { ...definition, run: () => new Promise(() => {}) }
  const refused = new Promise<unknown>((resolve) => {
    for (let asked = 0; asked < 100; asked++) runOperation(never, ctx as never, {}).catch(resolve)
  })
  expect(await refused).toMatchObject({ code: 'limitReached', text: 'personBusy', retryAfterSeconds: 5 })
})
