import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { enrollBatch } from '../src/engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../src/engine/enrollments/enroll-target.ts'
import type { ConnectionResponse } from '../src/integrations/connections/read-connection.ts'
import type { ExternalActionResponse } from '../src/integrations/actions/external-action.schemas.ts'
import { createJourney } from '../src/journeys/drafts/create-journey.ts'
import { publishJourney } from '../src/journeys/publishing/publish-journey.ts'
import { buildConnection, buildExternalAction } from './callout-factories.ts'
import type { TestApp } from './test-app.ts'
import type { externalActionOperations } from '../src/engagement/action-tests/external-action.operations.ts'
import type { InputOf } from './call-operation.ts'

type CreateExternalActionInput = InputOf<typeof externalActionOperations.create>

const at = { x: 0, y: 0 }

/** A live journey with entry, one call named `call`, and exits. No one is enrolled yet. */
export async function startCallingJourney(
  app: TestApp,
  target: { url: string },
  options: {
    limits?: ConnectionLimits
    retry?: CreateExternalActionInput['retry']
    action?: Partial<CreateExternalActionInput>
    call?: Record<string, unknown>
    /** Uses the connection of another journey, with another action unless `action` is given. */
    beside?: { connection: ConnectionResponse; action?: ExternalActionResponse }
  } = {},
) {
  const ctx = app.ctx()
  const connection =
    options.beside?.connection ??
    (await buildConnection(ctx, { baseUrl: target.url, ...(options.limits && { limits: options.limits }) }))
  const action =
    options.beside?.action ??
    (await buildExternalAction(ctx, {
      connectionId: connection.id,
      body: { kind: 'json', template: '{"id":"{{id}}"}' },
      tokens: [{ name: 'id', type: 'text', required: true }],
      extract: [],
      ...(options.retry && { retry: options.retry }),
      ...options.action,
    }))
  const call = {
    externalActionId: action.id,
    tokens: { id: { from: 'field', field: 'id', ifMissing: 'fail' } },
    save: [],
    ...options.call,
  }
  const leadsToFailed = JSON.stringify(call).includes('"outlet"')
  const document: Omit<JourneyDocument, 'schemaVersion'> = {
    name: `Calls of ${connection.name}`,
    timeZone: 'Asia/Tokyo',
    fields: [{ key: 'id', type: 'text', required: true }],
    uniqueBy: ['id'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      { id: 'call', kind: 'callApi', position: at, config: call },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
      ...(leadsToFailed ? [{ id: 'other', kind: 'exit', position: at, config: { reason: 'notFound' } }] : []),
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'call' },
      { source: 'call', outlet: 'next', target: 'done' },
      ...(leadsToFailed ? [{ source: 'call', outlet: 'failed', target: 'other' }] : []),
    ],
  }
  const { id: journeyId } = await createJourney(ctx, document as never)
  await publishJourney(ctx, journeyId)
  return {
    journeyId,
    connection,
    action,
    async enrol(count: number, prefix = 'c') {
      await enrollBatch(
        ctx,
        await loadEnrollTarget(ctx, journeyId),
        Array.from({ length: count }, (_, index) => ({ values: { id: `${prefix}${index}` } })),
      )
    },
    people: () =>
      app.deps.db
        .selectFrom('enrollments')
        .innerJoin('participants', 'participants.id', 'enrollments.participant_id')
        .select(['key', 'status', 'reason', 'attempt', 'visit', 'participant_id', 'due_at', 'enrollments.id'])
        .where('enrollments.journey_id', '=', journeyId)
        .orderBy('key')
        .execute(),
    async count(status: string) {
      const { people } = await app.deps.db
        .selectFrom('enrollments')
        .select((select) => select.fn.countAll<number>().as('people'))
        .where('journey_id', '=', journeyId)
        .where('status', '=', status as 'active')
        .executeTakeFirstOrThrow()
      return people
    },
  }
}
