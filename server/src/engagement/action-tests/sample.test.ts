import { afterAll, describe, expect, test } from 'vitest'
import { buildCallingJourney, buildConnection, buildExternalAction } from '../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../test/callout-server.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { previewMail } from '../mails/preview-mail.ts'
import { forgetSample } from '../../integrations/actions/samples/forget-sample.ts'
import { getSample } from '../../integrations/actions/samples/get-sample.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { externalActionOperations } from './external-action.operations.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const updateExternalAction = calling(externalActionOperations.update)
const testExternalAction = calling(externalActionOperations.test)
const keepSample = calling(externalActionOperations.keepSample)
const previewCallout = calling(externalActionOperations.preview)
const listAuditLog = calling(auditLogOperations.list)
const updateWorkspaceSettings = calling(settingsOperations.update)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

const reply = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ts":"17.2","count":3}' }

async function setUp(target: { url: string; allow: string } = { url: 'https://api.example.com', allow: '' }) {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  if (target.allow) await updateWorkspaceSettings(ctx, { calloutAllow: [target.allow] })
  const connection = await buildConnection(ctx, {
    baseUrl: target.url,
    auth: { kind: 'bearer', token: 's3cret-token' },
  })
  const first = await buildExternalAction(ctx, { connectionId: connection.id })
  const second = await buildExternalAction(ctx, { connectionId: connection.id })
  const { id: journeyId } = await buildCallingJourney(ctx, { actionIds: [first.id, second.id] })
  return { ctx, first, second, journeyId }
}

/** The part of the first reply that the second call sends. */
const mapping = { text: { from: 'template', value: 'was {{ nodes.call0.ts }} {{ nodes.call0.other }}' } } as const

async function buildParticipant(ctx: ReturnType<typeof app.ctx>, journeyId: string, outputs: object) {
  const id = ctx.ids.uuid()
  const own = { id, workspace_id: ctx.workspaceId, journey_id: journeyId, created_at: ctx.clock.now() }
  await ctx.db
    .insertInto('participants')
    .values({ ...own, key: id, email: null, fields: JSON.stringify({ email: 'customer001@example.com' }) })
    .execute()
  await ctx.db
    .insertInto('enrollments')
    .values({
      ...own,
      id: ctx.ids.uuid(),
      participant_id: id,
      status: 'active',
      step_id: 'call1/call',
      node_id: 'call1',
      version_number: 1,
      entered_at: own.created_at,
      node_entered_at: own.created_at,
      outputs: JSON.stringify(outputs),
    })
    .execute()
  return id
}

describe('a reply that is kept as the sample', () => {
  test('is read by the rules of the newest version, and a second one takes its place', async () => {
    const { ctx, first } = await setUp()
    expect(await getSample(ctx, { id: first.id })).toBeNull()
    await keepSample(ctx, { id: first.id, reply: { ...reply, body: '{"ts":"1"}' } })
    const kept = await keepSample(ctx, { id: first.id, reply })
    expect(kept).toMatchObject({ version: 1, reply, extracted: { ts: { value: '17.2' } } })
    await updateExternalAction(ctx, { id: first.id, extract: [{ name: 'count', path: '$.count', type: 'number' }] })
    expect(await getSample({ ...ctx, role: 'viewer' }, { id: first.id })).toEqual({
      ...kept,
      extracted: { count: { value: 3 } },
    })
  })

  test('holds no secret of the connection and no more than a recorded reply does', async () => {
    const { ctx, first } = await setUp()
    const echo = { status: 200, headers: { 'x-echo': 's3cret-token' }, body: `s3cret-token ${'x'.repeat(100_000)}` }
    const kept = await keepSample(ctx, { id: first.id, reply: echo })
    expect(kept.reply.truncated).toBe(true)
    expect(kept.reply.body.length).toBeLessThan(60_000)
    expect(JSON.stringify([kept, await listAuditLog(ctx, {})])).not.toContain('s3cret-token')
  })

  test('stands in for what an earlier step would have given, in tests and previews, and the answer says so', async () => {
    await using target = await startCalloutServer()
    const { ctx, first, second, journeyId } = await setUp(target)
    await keepSample(ctx, { id: first.id, reply })
    const sampled = [{ nodeId: 'call0', name: 'ts', value: '17.2' }]
    const given = { id: second.id, mapping, fields: {}, journeyId }
    expect(await testExternalAction(ctx, given)).toMatchObject({ outcome: 'succeeded', sampled })
    expect(JSON.parse(target.requests[0]?.body ?? '')).toEqual({ text: 'was 17.2 ' })
    const dry = await testExternalAction(ctx, { ...given, dryRun: true })
    expect(dry).toMatchObject({ sampled, request: { body: '{"text":"was 17.2 "}' } })
    expect(await previewCallout({ ...ctx, role: 'viewer' }, given)).toMatchObject({ sampled })
  })

  test('that was too long to be kept whole stands in for nothing, and no value of it is shown as a sample', async () => {
    const { ctx, first, second, journeyId } = await setUp()
    const long = { ...reply, body: JSON.stringify({ ts: '17.2', rest: 'x'.repeat(60_000) }) }
    expect((await keepSample(ctx, { id: first.id, reply: long })).reply.truncated).toBe(true)
    const given = { id: second.id, mapping, fields: {}, journeyId, dryRun: true }
    const result = await testExternalAction(ctx, given)
    expect(result.sampled).toBeUndefined()
    expect(result.request?.body).toContain('was  ')
  })

  test('never takes the place of what a person really got, were it nothing', async () => {
    const { ctx, first, second, journeyId } = await setUp()
    await keepSample(ctx, { id: first.id, reply })
    const [real, nothing, before] = [
      await buildParticipant(ctx, journeyId, { call0: { ts: '99' } }),
      await buildParticipant(ctx, journeyId, { call0: { ts: null } }),
      await buildParticipant(ctx, journeyId, {}),
    ]
    const bodyFor = async (participantId: string) => {
      const { request, sampled } = await testExternalAction(ctx, {
        id: second.id,
        mapping,
        participantId,
        dryRun: true,
      })
      return [JSON.parse(request?.body ?? '').text, sampled?.length ?? 0]
    }
    expect([await bodyFor(real), await bodyFor(nothing), await bodyFor(before)]).toEqual([
      ['was 99 ', 0],
      ['was  ', 0],
      ['was 17.2 ', 1],
    ])
    // Values typed for earlier steps take precedence over samples.
    const typed = { id: second.id, mapping, fields: {}, journeyId, nodes: { call0: { ts: 'typed' } }, dryRun: true }
    expect((await testExternalAction(ctx, typed)).request?.body).toContain('was typed')
  })

  test('is used by the preview of a mail as well', async () => {
    const { ctx, first, journeyId } = await setUp()
    await keepSample(ctx, { id: first.id, reply })
    const { draft } = await ctx.db
      .selectFrom('journeys')
      .select('draft')
      .where('id', '=', journeyId)
      .executeTakeFirstOrThrow()
    const mail = {
      id: 'mail',
      kind: 'email',
      position: { x: 0, y: 0 },
      config: { subject: 'Number {{ nodes.call0.ts }}', body: '<p>Hello</p>' },
    }
    await ctx.db
      .updateTable('journeys')
      .set({ draft: JSON.stringify({ ...draft, nodes: [...draft.nodes, mail] }) })
      .where('id', '=', journeyId)
      .execute()
    expect(await previewMail(ctx, { journeyId, nodeId: 'mail' })).toMatchObject({
      subject: 'Number 17.2',
      sampled: [{ nodeId: 'call0', name: 'ts', value: '17.2' }],
    })
  })

  test('is kept, read and forgotten over REST, by editors and in their own workspace', async () => {
    const { ctx, first } = await setUp()
    const key = await app.apiKey('editor', ctx.workspaceId)
    const address = `/api/v1/external-actions/${first.id}/sample`
    expect((await app.request(address, { key })).status).toBe(404)
    const put = await app.request(address, { key, method: 'PUT', json: { reply } })
    expect(await jsonOf(put)).toMatchObject({ extracted: { ts: { value: '17.2' } } })
    expect(await jsonOf(await app.request(address, { key }))).toMatchObject({ version: 1, reply: { status: 200 } })
    const viewer = await app.apiKey('viewer', ctx.workspaceId)
    expect((await app.request(address, { key: viewer, method: 'PUT', json: { reply } })).status).toBe(403)
    const wrong = await app.request(address, { key, method: 'PUT', json: { reply: { status: 20, body: '' } } })
    expect(await jsonOf(wrong)).toMatchObject({ code: 'invalid', issues: [{ path: 'reply.status' }] })
    const stranger = await app.apiKey('editor', (await buildWorkspace(app.deps)).id)
    for (const init of [{}, { method: 'PUT', json: { reply } }, { method: 'DELETE' }])
      expect((await app.request(address, { key: stranger, ...init })).status).toBe(404)
    expect((await app.request(address, { key, method: 'DELETE' })).status).toBe(204)
    expect((await app.request(address, { key })).status).toBe(404)
    await forgetSample(ctx, { id: first.id })
    expect((await listAuditLog(ctx, {})).items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['externalActionSampleKept', 'externalActionSampleForgotten']),
    )
  })
})
