import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { createCodeRunner } from '../../kernel/code-sandbox/code-runner.ts'
import { budgetLimits } from '../../kernel/concurrency/budgets.ts'
import type { Ctx } from '../../kernel/context.ts'
import { tryCode } from './try-code.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ queue: false, deps: { code: createCodeRunner({ cpuSeconds: 0.2 }) } })
})
afterAll(() => app[Symbol.asyncDispose]())

/** A person of a workspace with a journey of its own. */
async function person(workspaceId: string, id: string) {
  const ctx: Ctx = { ...app.ctx('editor', workspaceId), actor: { kind: 'user', id: app.deps.ids.uuid(), name: id } }
  const { id: journeyId } = await createJourney(ctx, { name: `Journey of ${id}` } as never)
  return (source: string) => tryCode(ctx, { source, journeyId })
}

test('tries of one workspace without an end do not hold up those of another', async () => {
  const other = await buildWorkspace(app.deps)
  const greedy = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => person(app.workspace.id, id)))
  const calm = await person(other.id, 'f')
  const ended: string[] = []
  const hogs = greedy.flatMap((tryIt) =>
    Array.from({ length: 3 }, () =>
      tryIt('while (true) {}').then(
        () => ended.push('greedy'),
        () => 'refused',
      ),
    ),
  )
  const { values } = await calm('return { fine: true }')
  expect(values).toEqual({ fine: true })
  // Those that ran when the other workspace asked may have ended before it got their place.
  expect(ended.length).toBeLessThanOrEqual(budgetLimits.code.atOnce)
  await Promise.all(hogs)
})

test('a person who tries the same thing over and over is asked to wait', async () => {
  const tryIt = await person(app.workspace.id, 'g')
  const tries = Array.from({ length: 15 }, () =>
    tryIt('while (true) {}').then(
      () => null,
      (error: unknown) => error,
    ),
  )
  const refused = (await Promise.all(tries)).filter((error) => error !== null)
  expect(refused.length).toBeGreaterThan(8)
  expect(refused[0]).toMatchObject({ code: 'limitReached', text: 'personBusy', retryAfterSeconds: 5 })
})
