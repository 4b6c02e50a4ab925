import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { createJourney } from '../src/journeys/drafts/create-journey.ts'
import { publishJourney } from '../src/journeys/publishing/publish-journey.ts'
import type { Bench } from './open-bench.ts'
import { externalActionOperations } from '../src/engagement/action-tests/external-action.operations.ts'
import { connectionOperations } from '../src/integrations/connections/connection.operations.ts'
import { calling } from '../test/call-operation.ts'

const createExternalAction = calling(externalActionOperations.create)
const createConnection = calling(connectionOperations.create)

/** A node of a linear journey, and the outlet to its next node. */
export type Link = { id: string; kind: string; config: Record<string, unknown>; outlet?: string }

/** Steps per participant in a five-step journey: arrive, condition, wait (already over), the work, end. */
export const stepsPerPerson = 5

const position = { x: 0, y: 0 }
let made = 0

export async function publishFiveSteps(bench: Bench, { withCallout }: { withCallout: boolean }): Promise<string> {
  const work = withCallout ? await callLink(bench) : splitLink('work')
  const over = { id: 'wait', kind: 'waitTimer', config: { mode: 'until', at: '2020-01-01T00:00:00Z' } }
  return publishLine(bench, [splitLink('plan'), over, work])
}

export async function publishLine({ ctx }: Bench, links: readonly Link[]): Promise<string> {
  const { id } = await createJourney(ctx, lineDocument(`Bench ${++made}`, links))
  await publishJourney(ctx, id)
  return id
}

export function lineDocument(name: string, links: readonly Link[]): JourneyDocument {
  const nodes: Link[] = [
    { id: 'entry', kind: 'entry', config: {} },
    ...links,
    { id: 'done', kind: 'exit', config: { reason: 'completed' } },
  ]
  return {
    schemaVersion: 1,
    name,
    timeZone: 'UTC',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'plan', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: nodes.map(({ id, kind, config }) => ({ id, kind, position, config })),
    edges: nodes
      .slice(1)
      .map(({ id }, index) => ({ source: nodes[index]!.id, outlet: nodes[index]!.outlet ?? 'next', target: id })),
  }
}

function splitLink(id: string): Link {
  const pro = { all: [{ field: 'plan', operator: 'eq', value: 'pro' }] }
  return { id, kind: 'split', config: { branches: [{ id: 'pro', name: 'Pro', condition: pro }] }, outlet: 'pro' }
}

/** A call with a typed token and a template, by default to the target of the bench. */
export async function callLink({ ctx, targetUrl }: Bench, { baseUrl = targetUrl, path = '/messages' } = {}) {
  const connection = await createConnection(ctx, { name: `Target ${++made}`, baseUrl })
  const action = await createExternalAction(ctx, {
    connectionId: connection.id,
    name: `Post ${made}`,
    method: 'POST',
    path,
    body: { kind: 'json', template: '{"email":"{{email}}","text":"{{text}}"}' },
    tokens: [
      { name: 'email', type: 'email', required: true },
      { name: 'text', type: 'text', required: true },
    ],
  })
  const tokens = {
    email: { from: 'field', field: 'email' },
    text: { from: 'template', value: '{{ participant.email }} is on {{ participant.plan }}' },
  }
  const config = { externalActionId: action.id, tokens, onError: 'park' }
  return { id: 'work', kind: 'callApi', config } satisfies Link
}
