import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { NewCalloutAttempt } from '../src/integrations/calls/attempts/callout-attempt.ts'
import type { Ctx } from '../src/kernel/context.ts'
import { insertJourney } from '../src/journeys/drafts/journey.repository.ts'
import { externalActionOperations } from '../src/engagement/action-tests/external-action.operations.ts'
import { connectionOperations } from '../src/integrations/connections/connection.operations.ts'
import { type InputOf, calling } from './call-operation.ts'

type CreateConnectionInput = InputOf<typeof connectionOperations.create>
type CreateExternalActionInput = InputOf<typeof externalActionOperations.create>

const createExternalAction = calling(externalActionOperations.create)
const createConnection = calling(connectionOperations.create)

let made = 0

export function buildConnection(ctx: Ctx, options: Partial<CreateConnectionInput> = {}) {
  return createConnection(ctx, { name: `Connection ${++made}`, baseUrl: 'https://api.example.com', ...options })
}

/** Posts `{"text", "score"}` to `/messages` and extracts `ts` from the reply. */
export async function buildExternalAction(ctx: Ctx, options: Partial<CreateExternalActionInput> = {}) {
  return createExternalAction(ctx, {
    connectionId: options.connectionId ?? (await buildConnection(ctx)).id,
    name: `Action ${++made}`,
    method: 'POST',
    path: '/messages',
    body: { kind: 'json', template: '{"text":"{{text}}","score":{{score}}}' },
    tokens: [
      { name: 'text', type: 'text', required: true, sample: 'hello' },
      { name: 'score', type: 'number' },
    ],
    extract: [{ name: 'ts', path: '$.ts', type: 'text', ifMissing: 'empty' }],
    ...options,
  })
}

/** A journey whose draft calls the actions, one node each. */
export async function buildCallingJourney(
  ctx: Ctx,
  options: { actionIds?: string[]; name?: string; fields?: JourneyDocument['fields'] } = {},
): Promise<{ id: string; draft: JourneyDocument }> {
  const id = ctx.ids.uuid()
  const draft: JourneyDocument = {
    schemaVersion: 1,
    name: options.name ?? `Journey ${++made}`,
    timeZone: 'Asia/Tokyo',
    fields: options.fields ?? [
      { key: 'email', type: 'email' },
      { key: 'score', type: 'number' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: (options.actionIds ?? []).map((externalActionId, index) => ({
      id: `call${index}`,
      kind: 'callApi',
      position: { x: 0, y: 0 },
      config: { externalActionId },
    })),
    edges: [],
  }
  await insertJourney(ctx.db, { id, workspaceId: ctx.workspaceId, draft, now: ctx.clock.now() })
  return { id, draft }
}

/** A successful attempt, by default without participant and journey. */
export function calloutAttempt(ctx: Ctx, options: Partial<NewCalloutAttempt> = {}): NewCalloutAttempt {
  return {
    id: ctx.ids.uuid(),
    startedAt: ctx.clock.now(),
    workspaceId: ctx.workspaceId,
    connectionId: ctx.ids.uuid(),
    externalActionId: ctx.ids.uuid(),
    externalActionVersion: 1,
    journeyId: null,
    versionNumber: 1,
    nodeId: 'post',
    stepId: 'post/call',
    enrollmentId: ctx.ids.uuid(),
    participantId: ctx.ids.uuid(),
    visit: 1,
    attempt: 1,
    idempotencyKey: 'e:post/call:1',
    inDoubt: false,
    isTest: false,
    outcome: 'succeeded',
    statusCode: 200,
    durationMs: 12,
    request: { method: 'GET', url: 'https://api.example.com/', headers: {}, body: null, truncated: false },
    reply: { status: 200, headers: {}, body: '', truncated: false },
    error: null,
    nextAttemptAt: null,
    ...options,
  }
}
