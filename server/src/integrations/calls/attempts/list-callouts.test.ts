import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCallingJourney, buildConnection, calloutAttempt } from '../../../../test/callout-factories.ts'
import { createTestApp, type TestApp } from '../../../../test/test-app.ts'
import { insertParticipants } from '../../../engine/participants/participant.repository.ts'
import type { NewCalloutAttempt } from './callout-attempt.ts'
import { recordCallouts } from './record-callouts.ts'
import { calloutOperations } from '../../../insights/calls/callout.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const listCallouts = calling(calloutOperations.list)

let app: TestApp
let journeyId: string
let participantId: string

beforeAll(async () => {
  app = await createTestApp({ queue: false })
  const ctx = app.ctx()
  const connection = await buildConnection(ctx)
  journeyId = (await buildCallingJourney(ctx)).id
  participantId = ctx.ids.uuid()
  const person = { id: participantId, key: 'aiko@example.com', email: 'aiko@example.com', values: {} }
  await insertParticipants(ctx.db, { journeyId, workspaceId: ctx.workspaceId }, [person], ctx.clock.now())
  const attempt = (options: Partial<NewCalloutAttempt>) =>
    calloutAttempt(ctx, { connectionId: connection.id, journeyId, participantId, ...options })
  await recordCallouts(ctx.db, [
    attempt({}),
    attempt({ outcome: 'httpError', statusCode: 429, error: { code: 'statusRefused', status: 429, expected: '2xx' } }),
    attempt({ outcome: 'httpError', statusCode: 500, error: { code: 'statusRefused', status: 500, expected: '2xx' } }),
    attempt({
      outcome: 'network',
      statusCode: null,
      error: { code: 'connectionRefused', host: 'example.com', port: 443 },
    }),
    attempt({ journeyId: null, nodeId: null, participantId: ctx.ids.uuid(), isTest: true }),
  ])
}, 60_000)

afterAll(() => app[Symbol.asyncDispose]())

const outcomesOf = async (filter: object) =>
  (await listCallouts(app.ctx('viewer'), filter)).items
    .map(({ outcome, statusCode }) => statusCode ?? outcome)
    .toSorted()

describe('the list of callouts', () => {
  it('can be narrowed to every failure, to a status and to one cause', async () => {
    expect(await outcomesOf({ failed: true })).toEqual([429, 500, 'network'])
    expect(await outcomesOf({ outcome: 'httpError', statusCode: 429 })).toEqual([429])
    expect(await outcomesOf({ errorCode: 'connectionRefused' })).toEqual(['network'])
    expect(await outcomesOf({ errorCode: 'statusRefused', journeyId, nodeId: 'post' })).toEqual([429, 500])
  })

  it('names the participant of each call, and nobody where there is none', async () => {
    const { items } = await listCallouts(app.ctx('viewer'), {})
    expect(items.map(({ isTest, participantKey }) => [isTest, participantKey])).toEqual(
      expect.arrayContaining([
        [false, 'aiko@example.com'],
        [true, null],
      ]),
    )
    expect(items.filter(({ participantKey }) => participantKey === null)).toHaveLength(1)
  })

  it('shows another workspace nothing of it', async () => {
    expect((await listCallouts(app.ctx('viewer', app.deps.ids.uuid()), { failed: true })).items).toEqual([])
  })
})
