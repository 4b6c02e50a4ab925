import { expect, it } from 'vitest'
import { buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { npsJourney } from '../../../test/nps-journey.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { journeyAnalytics } from '../../insights/journeys/journey-analytics.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { enrollParticipants } from '../enrollments/enroll-participants.ts'
import { participantOperations } from '../../journeys/people/participant.operations.ts'
import { callingForJourney } from '../../../test/call-operation.ts'

const actOnParticipants = callingForJourney(participantOperations.act)

it('repairs parked people: retried under a new key, let on without the call, moved, or dropped, and the numbers add up', async () => {
  let isDown = true
  await using target = await startCalloutServer({ answer: () => (isDown ? { status: 400 } : { body: { ts: '1' } }) })
  await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
  await using _ = await runWorker(app.deps)
  const ctx = app.ctx('admin')
  const { id: connectionId } = await buildConnection(ctx, { baseUrl: target.url })
  const action = await buildExternalAction(ctx, { connectionId })
  const { id } = await createJourney(ctx, npsJourney(action.id))
  await publishJourney(ctx, id)
  const { results } = await enrollParticipants(ctx, id, {
    participants: Array.from({ length: 8 }, (_, index) => ({ email: `customer${index}@example.com`, score: 10 })),
  })
  const ids = results.map((result) => result.participantId!)
  const numbers = async () => {
    const { nodes } = await journeyAnalytics(ctx, id)
    for (const node of nodes) {
      const left = Object.values(node.left).reduce((sum, count) => sum + count, 0)
      expect(node.entered, node.nodeId).toBe(node.waiting + left + node.dropped + node.parked + node.moved)
    }
    return { post: nodes.find((node) => node.nodeId === 'post')!, done: nodes.find((node) => node.nodeId === 'done')! }
  }
  await until('everybody to be parked', async () => (await numbers()).post.parked === 8)

  expect(await actOnParticipants(ctx, id, { action: 'retry', nodeId: 'post', dryRun: true })).toEqual({ people: 8 })
  isDown = false
  expect(await actOnParticipants(ctx, id, { action: 'retry', ids: ids.slice(0, 3) })).toEqual({ people: 3 })
  await until('the retried to end', async () => (await numbers()).done.entered === 3)
  expect(target.keys.size).toBe(11)
  expect(await actOnParticipants(ctx, id, { action: 'skip', ids: ids.slice(3, 5) })).toEqual({ people: 2 })
  expect(await actOnParticipants(ctx, id, { action: 'drop', ids: [ids[5]!] })).toEqual({ people: 1 })
  expect(await actOnParticipants(ctx, id, { action: 'move', nodeId: 'done', ids: [ids[6]!] })).toEqual({ people: 1 })
  expect((await numbers()).post).toMatchObject({
    entered: 8,
    left: { next: 5 },
    dropped: 1,
    moved: 1,
    parked: 1,
    waiting: 0,
  })
  expect((await numbers()).done.left).toEqual({ completed: 6 })
})

it('actOnParticipants: an empty choice, an unknown step and a viewer are refused', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, { name: 'Empty' })
  await publishJourney(ctx, id)
  await expect(actOnParticipants(ctx, id, { action: 'retry' })).rejects.toMatchObject({ text: 'nobodyChosen' })
  await expect(
    actOnParticipants(ctx, id, { action: 'move', nodeId: 'nowhere', filter: { status: 'active' } }),
  ).rejects.toMatchObject({ text: 'moveTargetUnknown' })
  await expect(actOnParticipants(app.ctx('viewer'), id, { action: 'retry', nodeId: 'entry' })).rejects.toMatchObject({
    code: 'forbidden',
  })
})
