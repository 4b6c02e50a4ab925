import { expect, it } from 'vitest'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { closeCta } from '../../engagement/ctas/close-cta.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { getParticipant } from '../../journeys/people/get-participant.ts'
import type { Database } from '../../kernel/db/database.ts'
import { dueSteps } from '../enrollments/due-step.repository.ts'
import { enrollParticipants } from '../enrollments/enroll-participants.ts'
import { ctaOperations } from '../../engagement/ctas/cta.operations.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { participantOperations } from '../../journeys/people/participant.operations.ts'
import { calling, callingForJourney } from '../../../test/call-operation.ts'

const listCtas = calling(ctaOperations.list)
const resumeJourney = callingForJourney(journeyOperations.resume)
const listParticipants = callingForJourney(participantOperations.list)

const at = { x: 0, y: 0 }

/** Opens a CTA, then waits an hour for it to be closed as a success. */
const followUp: Partial<JourneyDocument> & { name: string } = {
  name: 'Follow up',
  timeZone: 'UTC',
  fields: [
    { key: 'email', type: 'email', required: true },
    { key: 'result', type: 'text' },
  ],
  uniqueBy: ['email'],
  nodes: [
    { id: 'entry', kind: 'entry', position: at, config: {} },
    { id: 'cta', kind: 'createCta', position: at, config: { name: 'Call {{ participant.email }}', type: 'risk' } },
    {
      id: 'closed',
      kind: 'conditionalWait',
      position: at,
      config: {
        condition: { all: [{ signal: 'ctaClosedSuccess', node: 'cta' }] },
        timeLimit: { amount: 1, unit: 'hours' },
      },
    },
    { id: 'note', kind: 'updateField', position: at, config: { assignments: [{ field: 'result', value: 'helped' }] } },
    { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
  ],
  edges: [
    { source: 'entry', outlet: 'next', target: 'cta' },
    { source: 'cta', outlet: 'next', target: 'closed' },
    { source: 'closed', outlet: 'met', target: 'note' },
    { source: 'closed', outlet: 'timedOut', target: 'done' },
    { source: 'note', outlet: 'next', target: 'done' },
  ],
}

async function withOneWaiting(app: TestApp) {
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, followUp)
  await publishJourney(ctx, id)
  await enrollParticipants(ctx, id, { participants: [{ email: 'customer001@example.com' }] })
  const person = await until('the person to wait', async () => {
    const [person] = (await listParticipants(ctx, id)).items
    return person?.nodeId === 'closed' && person
  })
  const [cta] = (await listCtas(ctx, {})).items
  expect(cta).toMatchObject({ name: 'Call customer001@example.com', status: 'open' })
  return { ctx, id, person, cta: cta! }
}

it('a CTA closed as a success lets the waiting person go on at once', async () => {
  await using app = await createTestApp()
  await using _ = await runWorker(app.deps)
  const { ctx, id, person, cta } = await withOneWaiting(app)
  await closeCta(ctx, { id: cta.id, outcome: 'closedSuccess' })
  await until('the end', async () => {
    const { enrollments } = await getParticipant(ctx, id, person.participantId)
    return enrollments[0]!.status === 'completed'
  })
  // Read again: a path is composed of several reads, and the last batch may commit between them.
  const path = await getParticipant(ctx, id, person.participantId)
  expect(path.fields.result).toBe('helped')
  expect(path.stepExecutions.map((step) => `${step.nodeId} ${step.outlet}`)).toEqual([
    'entry next',
    'cta next',
    'closed met',
    'note next',
    'done completed',
  ])
})

it('a CTA closed while the journey is paused counts when it goes on', async () => {
  await using app = await createTestApp()
  await using _ = await runWorker(app.deps)
  const { ctx, id, person, cta } = await withOneWaiting(app)
  await pauseJourney(ctx, id)
  await closeCta(ctx, { id: cta.id, outcome: 'closedSuccess' })
  const seen = async () => (await getParticipant(ctx, id, person.participantId)).enrollments[0]!
  // The sweeper looks for due people between two heartbeats. If the journey were not paused, the person would have moved after
  // two of them.
  for (const _ of [1, 2]) {
    const seenAt = async () =>
      (await app.deps.pool.query('select max(seen_at) as at from workers')).rows[0].at.getTime()
    const before = await seenAt()
    await until('a heartbeat', async () => (await seenAt()) > before)
  }
  expect(await dueSteps(app.deps.db as Database, app.deps.clock.now())).toEqual([])
  expect(await seen()).toMatchObject({ status: 'paused', nodeId: 'closed' })
  await resumeJourney(ctx, id)
  await until('the end', async () => (await seen()).status === 'completed')
})

it('a CTA closed as lost does not count as a success', async () => {
  await using app = await createTestApp()
  await using _ = await runWorker(app.deps)
  const { ctx, id, person, cta } = await withOneWaiting(app)
  await closeCta(ctx, { id: cta.id, outcome: 'closedLost' })
  await until('the person to have been looked at', async () => {
    const { enrollments } = await getParticipant(ctx, id, person.participantId)
    return Date.parse(enrollments[0]!.dueAt ?? '') > Date.now()
  })
  expect((await getParticipant(ctx, id, person.participantId)).enrollments[0]).toMatchObject({ nodeId: 'closed' })
})
