import { expect, test } from 'vitest'
import { call, draw } from '@tabiji/shared/testing/scenario.ts'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { enroll, publishedJourney, work } from '../../../test/app-with-test-clock.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { journeyAnalytics } from '../../insights/journeys/journey-analytics.ts'
import type { Database } from '../../kernel/db/database.ts'
import { createSemaphore } from '../../kernel/concurrency/semaphore.ts'
import { freeLostLeases } from './lease.repository.ts'
import { performDueEffects } from './perform-due-effects.ts'

test('a worker that was only slow, and taken for dead while it called, counts no visit a second time', async () => {
  const slow = Promise.withResolvers<void>()
  const seen = new Set<string>()
  await using target = await startCalloutServer({
    answer: async ({ headers }) => {
      const key = headers['idempotency-key']!
      const isFirst = !seen.has(key)
      seen.add(key)
      if (isFirst) await slow.promise
      return { body: { ts: '1' } }
    },
  })
  await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
  const ctx = app.ctx('admin')
  const deps = { ...app.deps, db: app.deps.db as Database }
  const { id: connectionId } = await buildConnection(ctx, { baseUrl: target.url })
  const { id: externalActionId } = await buildExternalAction(ctx, { connectionId })
  const post = call('park', { externalActionId, tokens: { text: { from: 'custom', value: 'Hello' } } })
  const id = await publishedJourney(ctx, draw('entry > post > done', { post }))
  const people = 5
  await enroll(ctx, id, people)
  await work(app)
  const begun = [0, 0, 0]
  const callAs = (worker: number) => {
    const slots = createSemaphore(10)
    return performDueEffects(
      deps,
      {
        journeyId: id,
        workspaceId: app.workspace.id,
        stepId: 'post/call',
        pinnedVersion: null,
        effect: 'callExternalAction',
      },
      {
        owner: `00000000-0000-7000-8000-00000000000${worker}`,
        slots: {
          ...slots,
          tryAcquire: () => {
            begun[worker]! += 1
            return slots.tryAcquire()
          },
        },
        // Worker 1 stops leasing once all calls of its lease have begun, so it does not lease people whose lease is freed below.
        shouldContinue: () => worker === 2 || begun[1]! < people,
        limiters: null,
        versionNumber: 1,
        liveVersion: async () => 1,
        notify: () => {},
      },
    )
  }

  const first = callAs(1)
  await target.untilReceived(people)
  // The worker is not in the table of workers, as if it had been silent for long.
  await freeLostLeases(deps.db, app.deps.clock.now(), 5000)
  expect(await callAs(2)).toBe(people)
  slow.resolve()
  await first
  await work(app)

  const { nodes } = await journeyAnalytics(ctx, id)
  const { left, callouts } = nodes.find(({ nodeId }) => nodeId === 'post')!
  expect(left).toEqual({ next: people })
  expect(callouts).toMatchObject({ total: people, succeeded: people, failed: 0, attempts: 2 * people, retried: people })
  expect([...target.keys.values()]).toEqual(Array(people).fill(2))
})
