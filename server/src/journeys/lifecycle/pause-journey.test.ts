import { expect, it } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { enroll } from '../../../test/app-with-test-clock.ts'
import { npsJourney } from '../../../test/nps-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { pauseJourney } from './pause-journey.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { journeyOperations } from '../drafts/journey.operations.ts'
import { callingForJourney } from '../../../test/call-operation.ts'

const resumeJourney = callingForJourney(journeyOperations.resume)

async function callingJourney(app: TestApp, url: string): Promise<string> {
  const ctx = app.ctx('admin')
  const { id: connectionId } = await buildConnection(ctx, { baseUrl: url })
  const action = await buildExternalAction(ctx, { connectionId })
  const { id } = await createJourney(ctx, npsJourney(action.id, { wait: 1 }))
  await publishJourney(ctx, id)
  return id
}

async function leased(app: TestApp): Promise<number> {
  const { rows } = await app.deps.pool.query('select count(*) as people from enrollments where lease_until is not null')
  return Number(rows[0].people)
}

it('pauseJourney: no call starts after it, and replies of running calls are recorded', async () => {
  let letGo = () => {}
  const hanging = new Promise<void>((resolve) => (letGo = resolve))
  await using target = await startCalloutServer({
    answer: async () => {
      await hanging
      return { body: { ts: '1' } }
    },
  })
  await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
  await using _ = await runWorker(app.deps, { concurrency: 2 })
  const ctx = app.ctx('admin')
  const id = await callingJourney(app, target.url)
  await enroll(ctx, id, 20, { score: 10 })
  await until('two calls to hang', async () => target.requests.length === 2)
  await pauseJourney(ctx, id)
  await until('those who did not begin to be given back', async () => (await leased(app)) === 2)
  letGo()
  await until('everybody to be given back', async () => (await leased(app)) === 0)
  expect(target.requests).toHaveLength(2)
  const { rows } = await app.deps.pool.query('select step_id, count(*)::integer from enrollments group by 1 order by 1')
  expect(rows).toEqual([
    { step_id: 'done/end', count: 2 },
    { step_id: 'post/call', count: 18 },
  ])

  await resumeJourney(ctx, id)
  await until('the others to be called', async () => target.keys.size === 20)
})
