import { afterAll, expect, test } from 'vitest'
import { runJob } from '../../../test/run-job.ts'
import { until } from '../../../test/run-worker.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { calling } from '../../../test/call-operation.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { eventJob } from '../../inbound/events/process/event-job.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { loadSignals, lockLeasedEnrollments } from '../enrollments/claim-due-enrollments.ts'
import { enrollParticipants } from '../enrollments/enroll-participants.ts'
import { updateParticipantFields } from '../participants/participant.repository.ts'

const createEndpoint = calling(eventOperations.create)

const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())

const at = { x: 0, y: 0 }

/** Creates a person who waits for an event and is leased by a worker, and an event about that person that sets `total` to 5. */
async function leasedPersonWithEvent() {
  const ctx = app.ctx('admin')
  const { id } = await createJourney(ctx, {
    name: 'Order follow-up',
    timeZone: 'UTC',
    uniqueBy: ['email'],
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'total', type: 'number' },
    ],
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      {
        id: 'paid',
        kind: 'conditionalWait',
        position: at,
        config: { condition: { all: [{ signal: 'eventReceived' }] }, timeLimit: { amount: 1, unit: 'days' } },
      },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'paid' },
      { source: 'paid', outlet: 'met', target: 'done' },
      { source: 'paid', outlet: 'timedOut', target: 'done' },
    ],
  })
  await publishJourney(ctx, id)
  const email = `${ctx.ids.uuid()}@example.com`
  const { results } = await enrollParticipants(ctx, id, { participants: [{ email, total: 1 }] })
  const participantId = results[0]!.participantId!
  const owner = ctx.ids.uuid()
  const { rows } = await app.deps.pool.query<{ id: string }>(
    `update enrollments set lease_owner = $1, lease_until = now() + interval '1 hour', attempt = 1
     where participant_id = $2 returning id`,
    [owner, participantId],
  )
  const { endpoint, key } = await createEndpoint(ctx, {
    name: `Shop ${ctx.ids.uuid()}`,
    topic: 'order.paid',
    matchBy: [{ path: 'email', field: 'email' }],
    mapping: [{ path: 'total', field: 'total' }],
    updatesPeople: true,
  })
  const answer = await app.request(`/api/v1/events/${endpoint.id}`, { json: { email, total: 5 }, key })
  expect(answer.status).toBe(202)
  return { participantId, enrollmentId: rows[0]!.id, owner, endpointId: endpoint.id }
}

async function untilBlocked(transactions: number): Promise<void> {
  await until(`${transactions} transactions to wait for a lock`, async () => {
    const { rows } = await app.deps.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rows.length === transactions
  })
}

test('a worker that waited for an event sees the fields that came with its signal', async () => {
  const { enrollmentId, owner, endpointId } = await leasedPersonWithEvent()
  const lock = await app.deps.pool.connect()
  await lock.query('begin')
  await lock.query('select from enrollments where id = $1 for update', [enrollmentId])
  const event = runJob(app.deps, eventJob, { endpointId })
  await untilBlocked(1)
  const worker = app.deps.db.transaction().execute(async (trx) => {
    const people = await lockLeasedEnrollments(trx, owner, [{ id: enrollmentId, attempt: 1 }])
    await loadSignals(trx, people)
    return people[0]!.state
  })
  await untilBlocked(2)
  await lock.query('commit')
  lock.release()
  await event
  const { signals, fields } = await worker
  expect(signals.map(({ kind }) => kind)).toEqual(['eventReceived'])
  expect(fields.total).toBe(5)
})

test('an event and an effect of the same person wait for each other and do not deadlock', async () => {
  const { participantId, enrollmentId, owner, endpointId } = await leasedPersonWithEvent()
  const isEventBlocked = Promise.withResolvers<void>()
  const isPersonLocked = Promise.withResolvers<void>()
  const effect = app.deps.db.transaction().execute(async (trx) => {
    await lockLeasedEnrollments(trx, owner, [{ id: enrollmentId, attempt: 1 }])
    isPersonLocked.resolve()
    await isEventBlocked.promise
    await updateParticipantFields(trx, [{ id: participantId, fields: { total: 7 } }])
  })
  await isPersonLocked.promise
  const event = runJob(app.deps, eventJob, { endpointId })
  await untilBlocked(1)
  isEventBlocked.resolve()
  const settled = await Promise.allSettled([effect, event])
  expect(settled.map((one) => (one.status === 'rejected' ? String(one.reason) : one.status))).toEqual([
    'fulfilled',
    'fulfilled',
  ])
})
