import { afterAll, describe, expect, test } from 'vitest'
import { buildCallingJourney, buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp } from '../../../test/test-app.ts'
import type { Ctx } from '../../kernel/context.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from './external-action.operations.ts'
import { calloutOperations } from '../../insights/calls/callout.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const testExternalAction = calling(externalActionOperations.test)
const testUnsavedAction = calling(externalActionOperations.testUnsaved)
const previewCallout = calling(externalActionOperations.preview)
const listCallouts = calling(calloutOperations.list)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function setUp(target: CalloutServer) {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
  const connection = await buildConnection(ctx, {
    baseUrl: target.url,
    auth: { kind: 'bearer', token: 's3cret-token' },
  })
  return { ctx, connection, action: await buildExternalAction(ctx, { connectionId: connection.id }) }
}

async function buildParticipant(ctx: Ctx, fields: object) {
  const journey = await buildCallingJourney(ctx)
  const id = ctx.ids.uuid()
  const row = {
    id,
    workspace_id: ctx.workspaceId,
    journey_id: journey.id,
    key: id,
    email: null,
    created_at: ctx.clock.now(),
  }
  await ctx.db
    .insertInto('participants')
    .values({ ...row, fields: JSON.stringify(fields) })
    .execute()
  return { id, journeyId: journey.id }
}

function audited(ctx: Ctx) {
  return ctx.db
    .selectFrom('audit_log')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('action', '=', 'externalActionTested')
    .execute()
}

const mapping = {
  text: { from: 'template', value: '{{ participant.email }} gave {{ participant.score }}' },
  score: { from: 'field', field: 'score', ifMissing: { default: 0 } },
} as const

describe('a saved action', () => {
  test('is called for real with the given tokens; the answer has request, reply and what was taken from it', async () => {
    await using target = await startCalloutServer({
      answer: ({ headers, body }) => ({ body: { ts: '12345', headers, body } }),
    })
    const { action } = await setUp(target)
    const key = await app.apiKey(
      'editor',
      (
        await app.deps.db
          .selectFrom('external_actions')
          .select('workspace_id')
          .where('id', '=', action.id)
          .executeTakeFirstOrThrow()
      ).workspace_id,
    )
    const answer = await app.request(`/api/v1/external-actions/${action.id}/test`, {
      key,
      json: { tokens: { text: 'hello', score: 9 } },
    })
    expect(answer.status).toBe(200)
    const result = (await answer.json()) as Record<string, unknown>
    expect(result).toEqual({
      outcome: 'succeeded',
      request: {
        method: 'POST',
        url: `${target.url}/messages`,
        headers: expect.objectContaining({ 'content-type': 'application/json', authorization: 'Bearer ••••' }),
        body: '{"text":"hello","score":9}',
        truncated: false,
      },
      reply: { status: 200, headers: expect.any(Object), body: expect.stringContaining('12345'), truncated: false },
      extracted: { ts: { value: '12345' } },
      durationMs: expect.any(Number),
    })
    expect(target.requests[0]?.headers['authorization']).toBe('Bearer s3cret-token')
    expect(JSON.stringify(result)).not.toContain('s3cret-token')
  })

  test('is kept among the callouts as a test of its version, and in the audit log, without secrets or values', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    await testExternalAction(ctx, { id: action.id, tokens: { text: 'private words' } })
    const { items } = await listCallouts(ctx, {})
    expect(items).toMatchObject([
      { isTest: true, externalActionId: action.id, externalActionVersion: 1, outcome: 'succeeded', journeyId: null },
    ])
    expect(target.keys.get(items[0]?.idempotencyKey ?? '')).toBe(1)
    const entries = await audited(ctx)
    expect(entries).toMatchObject([{ subject_id: action.id, after: { outcome: 'succeeded', status: 200, version: 1 } }])
    expect(JSON.stringify([items, entries])).not.toContain('s3cret-token')
    expect(JSON.stringify(entries)).not.toContain('private words')
  })

  test('without values is called with the samples of its tokens', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    await testExternalAction(ctx, { id: action.id })
    expect(target.requests[0]?.body).toBe('{"text":"hello"}')
  })

  test('is mapped for an existing participant as the engine would', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    const { id: participantId } = await buildParticipant(ctx, { email: 'aiko@example.com', score: 9 })
    expect((await testExternalAction(ctx, { id: action.id, mapping, participantId })).outcome).toBe('succeeded')
    expect(target.requests[0]?.body).toBe('{"text":"aiko@example.com gave 9","score":9}')
    expect((await listCallouts(ctx, {})).items).toMatchObject([{ participantId, isTest: true }])
    expect((await listCallouts(ctx, { participantId })).items).toEqual([])
  })

  test('is mapped for fields as typed, by the types of the journey when it is named', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    const { id: journeyId } = await buildCallingJourney(ctx)
    await testExternalAction(ctx, { id: action.id, mapping, fields: { email: 'b@example.com', score: 7 } })
    await testExternalAction(ctx, { id: action.id, mapping, fields: { email: 'c@example.com', score: '8' }, journeyId })
    expect(target.requests.map(({ body }) => body)).toEqual([
      '{"text":"b@example.com gave 7","score":7}',
      '{"text":"c@example.com gave 8","score":8}',
    ])
    const wrong = await testExternalAction(ctx, { id: action.id, mapping, fields: { score: 'many' }, journeyId })
    expect(wrong).toMatchObject({ outcome: 'mappingError', request: null, issues: [{ code: 'field.number' }] })
  })

  test('a required token without a value makes no call and says which', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    const result = await testExternalAction({ ...ctx, locale: 'ja' }, { id: action.id, tokens: { score: 1 } })
    expect(result).toMatchObject({
      outcome: 'mappingError',
      request: null,
      extracted: {},
      issues: [{ code: 'callout.tokenMissing', path: 'tokens.text' }],
    })
    expect(result.error?.message).toContain('「text」の値がありません')
    expect(target.received).toBe(0)
  })

  test.each([
    ['"}, "admin": true, {"x": "', 'json'],
    ['\u0000 \u2028 </script> {{score}}', 'json'],
  ])('the value %j stays a value', async (text) => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    await testExternalAction(ctx, { id: action.id, tokens: { text, score: 1 } })
    const [sent] = target.requests
    if (sent) expect(JSON.parse(sent.body)).toEqual({ text, score: 1 })
  })

  test('a dry run shows the request and sends nothing, nor is it recorded', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    const result = await testExternalAction(ctx, { id: action.id, tokens: { text: 'hi' }, dryRun: true })
    expect(result).toMatchObject({
      outcome: 'succeeded',
      request: {
        body: '{"text":"hi"}',
        headers: { authorization: 'Bearer ••••', 'idempotency-key': '<enrollment>:<step>:<visit>' },
      },
      durationMs: 0,
    })
    expect(result).not.toHaveProperty('reply')
    expect(target.received).toBe(0)
    expect((await listCallouts(ctx, {})).items).toEqual([])
    expect(await audited(ctx)).toEqual([])
  })

  test('that fails says so in words, in the language of the caller', async () => {
    await using target = await startCalloutServer({ answer: () => ({ status: 500, body: 'oops' }) })
    const { ctx, action } = await setUp(target)
    const result = await testExternalAction({ ...ctx, locale: 'ja' }, { id: action.id })
    expect(result).toMatchObject({
      outcome: 'httpError',
      reply: { status: 500, body: 'oops' },
      error: { code: 'statusRefused' },
    })
    expect(result.error?.message).toBe('応答のステータスは 500 でした。成功とみなすのは 2xx です。')
  })

  test('is for editors, and only of their own workspace', async () => {
    await using target = await startCalloutServer()
    const { ctx, action } = await setUp(target)
    const stranger = app.ctx('owner', (await buildWorkspace(app.deps)).id)
    expect((await serviceErrorOf(testExternalAction({ ...ctx, role: 'viewer' }, { id: action.id }))).code).toBe(
      'forbidden',
    )
    expect((await serviceErrorOf(testExternalAction(stranger, { id: action.id }))).code).toBe('notFound')
    const { id: participantId } = await buildParticipant(stranger, {})
    expect((await serviceErrorOf(testExternalAction(ctx, { id: action.id, mapping, participantId }))).code).toBe(
      'notFound',
    )
    expect(target.received).toBe(0)
  })
})

describe('an unsaved action', () => {
  const action = {
    name: 'Draft',
    method: 'POST' as const,
    path: '/draft',
    body: { kind: 'json' as const, template: '{"t":"{{t}}"}' },
    tokens: [{ name: 't', type: 'text' as const }],
  }

  test('is called through a saved connection and leaves nothing but the audit entry', async () => {
    await using target = await startCalloutServer()
    const { ctx, connection } = await setUp(target)
    const result = await testUnsavedAction(ctx, { action, connectionId: connection.id, tokens: { t: 'x' } })
    expect(result).toMatchObject({ outcome: 'succeeded', request: { url: `${target.url}/draft`, body: '{"t":"x"}' } })
    expect(target.requests[0]?.headers['authorization']).toBe('Bearer s3cret-token')
    expect((await listCallouts(ctx, {})).items).toEqual([])
    expect(await audited(ctx)).toMatchObject([
      { subject_id: connection.id, after: { name: 'Draft', outcome: 'succeeded' } },
    ])
  })

  test('is called through a connection that is not saved either', async () => {
    await using target = await startCalloutServer()
    const { ctx } = await setUp(target)
    const connection = {
      baseUrl: target.url,
      auth: { kind: 'apiKey', name: 'X-Key', value: 's3cret-unsaved' },
    } as const
    const result = await testUnsavedAction(ctx, { action, connection })
    expect(result.outcome).toBe('succeeded')
    expect(target.requests[0]?.headers['x-key']).toBe('s3cret-unsaved')
    expect(JSON.stringify([result, await audited(ctx)])).not.toContain('s3cret-unsaved')
  })

  test('is refused with every finding when action or connection could not work', async () => {
    await using target = await startCalloutServer()
    const { ctx, connection } = await setUp(target)
    const broken = { ...action, path: '/{{nobody}}' }
    const wrong = await serviceErrorOf(
      testUnsavedAction(ctx, { action: broken, connection: { baseUrl: 'http://10.0.0.1' } }),
    )
    expect(wrong.issues).toMatchObject([
      { code: 'callout.tokenUndeclared', path: ['action', 'path'] },
      { code: 'connection.addressNotAllowed', path: ['connection', 'baseUrl'] },
    ])
    expect((await serviceErrorOf(testUnsavedAction(ctx, { action }))).issues?.[0]?.code).toBe('connection.unknown')
    // A saved secret must not be sent to another address.
    const lure = { baseUrl: target.url, auth: { ...connection.auth } as never }
    expect((await serviceErrorOf(testUnsavedAction(ctx, { action, connection: lure }))).issues?.[0]?.code).toBe(
      'connection.secretMissing',
    )
    expect(target.received).toBe(0)
  })

  test('answers over REST as a saved one does', async () => {
    await using target = await startCalloutServer()
    const { ctx, connection } = await setUp(target)
    const key = await app.apiKey('editor', ctx.workspaceId)
    const answer = await app.request('/api/v1/external-actions/test', {
      key,
      json: { action: { ...action, connectionId: connection.id }, tokens: { t: 'x' } },
    })
    expect(await answer.json()).toMatchObject({ outcome: 'succeeded', extracted: {}, request: { method: 'POST' } })
  })
})

test('a preview shows a viewer the exact request for one person, and which tokens had no value', async () => {
  await using target = await startCalloutServer()
  const { ctx, action } = await setUp(target)
  const { id: participantId } = await buildParticipant(ctx, { email: 'aiko@example.com' })
  const preview = await previewCallout({ ...ctx, role: 'viewer' }, { id: action.id, mapping, participantId })
  expect(preview).toMatchObject({
    request: { method: 'POST', url: `${target.url}/messages`, body: '{"text":"aiko@example.com gave ","score":0}' },
    missing: ['score'],
  })
  expect(preview.issues).toBeUndefined()
  expect(JSON.stringify(preview)).not.toContain('s3cret-token')
  expect(target.received).toBe(0)
})
