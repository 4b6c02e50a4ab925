import type { JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import { createConnection } from '../src/connections/create-connection.ts'
import { createExternalAction } from '../src/external-actions/create-external-action.ts'
import { createJourney } from '../src/journeys/create-journey.ts'
import { publishJourney } from '../src/journeys/publish-journey.ts'
import type { Bench } from './bench-server.ts'

/** Steps each person takes: arrive, condition, wait (over already), callout or a second condition, end. */
export const stepsPerPerson = 5

let made = 0

/** A published journey of five steps in a row. */
export async function buildBenchJourney({ ctx, targetUrl }: Bench, withCallout: boolean): Promise<string> {
  made++
  const connection = await createConnection(ctx, { name: `Target ${made}`, baseUrl: targetUrl })
  const action = await createExternalAction(ctx, {
    connectionId: connection.id,
    name: `Post ${made}`,
    method: 'POST',
    path: '/messages',
    body: { kind: 'json', template: '{"email":"{{email}}","text":"{{text}}"}' },
    tokens: [
      { name: 'email', type: 'email', required: true },
      { name: 'text', type: 'text', required: true },
    ],
  })
  const pro = { all: [{ field: 'plan', operator: 'eq', value: 'pro' }] }
  const split = (id: string) => ({
    id,
    kind: 'split',
    position: { x: 0, y: 0 },
    config: { branches: [{ id: 'pro', name: 'Pro', condition: pro }] },
  })
  const document: JourneyDocument = {
    schemaVersion: 1,
    name: `Bench ${made}`,
    timeZone: 'UTC',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'plan', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} },
      split('plan'),
      {
        id: 'wait',
        kind: 'waitTimer',
        position: { x: 0, y: 0 },
        config: { mode: 'until', at: '2020-01-01T00:00:00Z' },
      },
      withCallout
        ? {
            id: 'work',
            kind: 'callApi',
            position: { x: 0, y: 0 },
            config: {
              externalActionId: action.id,
              tokens: {
                email: { from: 'field', field: 'email' },
                text: { from: 'template', value: '{{ participant.email }} is on {{ participant.plan }}' },
              },
              onError: 'park',
            },
          }
        : split('work'),
      { id: 'done', kind: 'exit', position: { x: 0, y: 0 }, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'plan' },
      { source: 'plan', outlet: 'pro', target: 'wait' },
      { source: 'wait', outlet: 'next', target: 'work' },
      { source: 'work', outlet: withCallout ? 'next' : 'pro', target: 'done' },
    ],
  }
  const { id } = await createJourney(ctx, document)
  await publishJourney(ctx, id)
  return id
}
