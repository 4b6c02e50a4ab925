import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { calling, callingForJourney } from '../../../test/call-operation.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { participantOperations } from '../../journeys/people/participant.operations.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { enrollParticipants } from '../enrollments/enroll-participants.ts'
import { recordFactsOf } from '../facts/record-facts.ts'

const app = await createTestApp()
const worker = await runWorker(app.deps)
afterAll(async () => {
  await worker[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})
const ctx = app.ctx('admin')
const listParticipants = callingForJourney(participantOperations.list)
const resumeJourney = callingForJourney(journeyOperations.resume)
const createEndpoint = calling(eventOperations.create)
const updateEndpoint = calling(eventOperations.update)

const at = { x: 0, y: 0 }
const email = 'customer001@example.com'

/** Waits without a time limit until `n` is 9 or more. Whoever enters as a `writer` sets it to 10 and leaves. */
const journey: Partial<JourneyDocument> & { name: string } = {
  name: 'Wait for nine',
  timeZone: 'UTC',
  fields: [
    { key: 'email', type: 'email', required: true },
    { key: 'n', type: 'number' },
    { key: 'role', type: 'text' },
  ],
  uniqueBy: ['email'],
  reentry: 'always',
  nodes: [
    { id: 'entry', kind: 'entry', position: at, config: {} },
    {
      id: 'who',
      kind: 'split',
      position: at,
      config: {
        branches: [{ id: 'writer', name: 'Writer', condition: { field: 'role', operator: 'eq', value: 'writer' } }],
      },
    },
    {
      id: 'wait',
      kind: 'conditionalWait',
      position: at,
      config: { condition: { field: 'n', operator: 'gte', value: 9 }, timeLimit: null },
    },
    { id: 'write', kind: 'updateField', position: at, config: { assignments: [{ field: 'n', value: 10 }] } },
    { id: 'done', kind: 'exit', position: at, config: { reason: 'reached' } },
    { id: 'written', kind: 'exit', position: at, config: { reason: 'written' } },
  ],
  edges: [
    { source: 'entry', outlet: 'next', target: 'who' },
    { source: 'who', outlet: 'default', target: 'wait' },
    { source: 'who', outlet: 'writer', target: 'write' },
    { source: 'wait', outlet: 'met', target: 'done' },
    { source: 'write', outlet: 'next', target: 'written' },
  ],
}

async function oneWaiting() {
  const { id } = await createJourney(ctx, journey)
  await publishJourney(ctx, id)
  await enrollParticipants(ctx, id, { participants: [{ email, n: 1 }] })
  const person = await until('the person to wait', async () => {
    const [first] = (await listParticipants(ctx, id)).items
    return first?.nodeId === 'wait' && first
  })
  return { id, participantId: person.participantId }
}

async function sendEvent(journeyId: string): Promise<void> {
  const { endpoint, key } = await createEndpoint(ctx, { name: `Numbers of ${journeyId}`, topic: 'numbers' })
  await updateEndpoint(ctx, {
    id: endpoint.id,
    matchBy: [{ path: 'email', field: 'email' }],
    mapping: [{ path: 'n', field: 'n' }],
    enrollJourneyId: journeyId,
    updatesPeople: true,
  })
  const response = await app.request(`/api/v1/events/${endpoint.id}`, { json: { id: '1', email, n: 10 }, key })
  expect(response.status).toBe(202)
}

type Waiting = Awaited<ReturnType<typeof oneWaiting>>
const ways: Record<string, (waiting: Waiting) => Promise<unknown>> = {
  'an event that updates people': ({ id }) => sendEvent(id),
  'a second entry with a value': ({ id }) =>
    enrollParticipants(ctx, id, { participants: [{ email, n: 10, role: 'reader' }] }),
  'a step of another entry of the same person': ({ id }) =>
    enrollParticipants(ctx, id, { participants: [{ email, role: 'writer' }] }),
  'a value that is recorded for the participant': ({ id, participantId }) =>
    inTransaction(ctx, (trx) => recordFactsOf(trx, id, [{ participantId, fields: { n: 10 } }])),
}

const firstEnd = async (id: string) =>
  until('the first entry to go on', async () => {
    const { items } = await listParticipants(ctx, id)
    return items.some(({ status, reason }) => status === 'completed' && reason === 'reached')
  })

describe('a wait without a limit looks again when a value that it reads changes by', () => {
  it.each(Object.entries(ways))('%s', async (_name, change) => {
    const waiting = await oneWaiting()
    await change(waiting)
    await firstEnd(waiting.id)
    await until('every request to be taken', async () => {
      const left = await app.deps.db.selectFrom('wait_rechecks').select('id').execute()
      return left.length === 0
    })
  })

  it.each(Object.entries(ways))('%s during a pause, on resume', async (_name, change) => {
    const waiting = await oneWaiting()
    await pauseJourney(ctx, waiting.id)
    await change(waiting)
    await resumeJourney(ctx, waiting.id)
    await firstEnd(waiting.id)
  })
})
