import { expect, it } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { journeyAnalytics } from '../../insights/journeys/journey-analytics.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { participantOperations } from '../../journeys/people/participant.operations.ts'
import { callingForJourney } from '../../../test/call-operation.ts'

const publishJourney = callingForJourney(journeyOperations.publish)
const enrollParticipants = callingForJourney(participantOperations.enroll)

const one = (email: string) => ({ participants: [{ email }] })

it('enrollParticipants: the response names the result of each person, in order', async () => {
  await using app = await createTestApp({ queue: false })
  const ctx = app.ctx('editor')
  const { id } = await createJourney(ctx, {
    name: 'Mixed',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'score', type: 'number' },
    ],
  })
  const { results } = await enrollParticipants(ctx, id, {
    participants: [
      { email: 'customer001@example.com', score: 9 },
      { email: 'Customer001@Example.com' },
      { email: 'no address' },
      { fields: { email: 'customer002@example.com' } },
      { email: 'customer003@example.com', score: 'nine' },
      { score: 3 },
    ],
  })
  expect(results.map((result) => result.status)).toEqual([
    'enrolled',
    'duplicate',
    'invalid',
    'enrolled',
    'invalid',
    'invalid',
  ])
  expect(results[1]!.reason).toContain('more than once')
  expect(results.every((result) => result.status === 'enrolled' || (result.reason ?? '').length > 20)).toBe(true)
  const again = await enrollParticipants(ctx, id, one('customer002@example.com'))
  expect(again.results[0]).toMatchObject({ status: 'duplicate', reason: expect.stringContaining('already') })
})

it('enrollParticipants: concurrent requests enroll a person once', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, { name: 'Crowd' })
  await publishJourney(ctx, id)
  const requests = Array.from({ length: 120 }, (_, index) =>
    enrollParticipants(ctx, id, one(`customer${index % 40}@example.com`)),
  )
  const statuses = (await Promise.all(requests)).map(({ results }) => results[0]!.status)
  expect(statuses.filter((status) => status === 'enrolled')).toHaveLength(40)
  expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(80)
  expect((await journeyAnalytics(ctx, id)).nodes).toMatchObject([{ nodeId: 'entry', entered: 40, waiting: 40 }])
})

it('enrollParticipants: a journey with re-entry enrolls a person again', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, { name: 'Again', reentry: 'always' })
  await publishJourney(ctx, id)
  const requests = Array.from({ length: 3 }, () => enrollParticipants(ctx, id, one('customer1@example.com')))
  const results = (await Promise.all(requests)).map(({ results }) => results[0]!)
  expect(results.map((result) => result.status)).toEqual(['enrolled', 'enrolled', 'enrolled'])
  expect(new Set(results.map((result) => result.participantId)).size).toBe(1)
})

it('enrollParticipants: a journey of another workspace and a viewer are refused', async () => {
  await using app = await createTestApp({ queue: false })
  const { id } = await createJourney(app.ctx('editor'), { name: 'Mine' })
  const elsewhere = await buildWorkspace(app.deps)
  await expect(enrollParticipants(app.ctx('editor', elsewhere.id), id, one('a@example.com'))).rejects.toMatchObject({
    code: 'notFound',
  })
  await expect(enrollParticipants(app.ctx('viewer'), id, one('a@example.com'))).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(enrollParticipants(app.ctx('editor'), 'nothing', one('a@example.com'))).rejects.toMatchObject({
    code: 'notFound',
  })
})
